CREATE TABLE IF NOT EXISTS lake.landing.arrivals (
  item_id string COMMENT 'SHA-256, hex, of the policy\'s id and content_sha256, with a line feed between. For a member also of its container\'s item_id and its place in it, the last part of its path. For a file that was sent to others and not to the General Secretariat also of that.',
  parent_item_id string COMMENT 'The message or archive that contains it; null for a file of the inbox.',
  root_item_id string COMMENT 'The file of the inbox that contains it; its own id for such a file.',
  depth int COMMENT 'Containers around it: 0 for a file of the inbox.',
  path string COMMENT 'Path below the inbox, with \'/\'; a member\'s path follows its container\'s after \'!/\'.',
  media_type string COMMENT 'Media type as detected from the bytes, not from the name; null if not detected.',
  kind string COMMENT 'notice, extract, list, message, archive, document, image or other; null for a reject.',
  mapping string COMMENT 'Id of the mapping that turns its rows into records; null for free text.',
  outcome string COMMENT 'read, rejected or quarantined.',
  reason_code string COMMENT 'Why it was not read, as a stable word; null when read.',
  reason string COMMENT 'Why it was not read, in words, with no personal data; null when read.',
  size_bytes bigint COMMENT 'Size of the item as it was received, in bytes.',
  content_sha256 string COMMENT 'SHA-256 of the bytes as they were received, hex.',
  content binary COMMENT 'The bytes. A PDF that a password of its message opened is stored without protection; the message has the original. Null if the item is over the size limit or cannot be taken out of its container. Null if it is, or holds, what was sent to others and not to the Secretariat. Null if it holds what nobody may see, because of another or an unreadable policy.',
  title string COMMENT 'Subject or title from the item\'s own metadata.',
  sent_at timestamp COMMENT 'UTC; a message\'s Date header, else the creation date in its own metadata.',
  metadata map<string,string> COMMENT 'Tika\'s metadata, at most 64 entries of at most 1,000 characters.',
  text string COMMENT 'Text as Tika extracted it. A form feed separates pages, and U+001D precedes text outside them. Null if there is none.',
  issues array<string> COMMENT 'Oddities that did not stop the reading, as stable words.',
  base_policy string COMMENT 'Canonical JSON of the policy that the item came with; null when quarantined.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each item as received, readable or not, with its bytes and what Tika read from it. An item is a file, a message, an attachment of a message or a member of an archive.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'item_id',
  'insight.lake-version' = '1',
  'read.parquet.vectorization.batch-size' = '64',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608',
  'write.parquet.page-row-limit' = '100',
  'write.parquet.row-group-size-bytes' = '16777216'
);

CREATE TABLE IF NOT EXISTS lake.landing.items (
  item_id string COMMENT 'As in landing.arrivals.',
  parent_item_id string COMMENT 'The message or archive that contains it.',
  root_item_id string COMMENT 'The file of the inbox that contains it.',
  depth int COMMENT 'Containers around it.',
  path string COMMENT 'Path below the inbox.',
  media_type string COMMENT 'Detected media type.',
  kind string COMMENT 'notice, extract, list, message, archive, document, image or other.',
  mapping string COMMENT 'Id of the mapping used on it.',
  size_bytes bigint COMMENT 'Bytes.',
  content_sha256 string COMMENT 'SHA-256 of the bytes, hex.',
  title string COMMENT 'Subject or title.',
  sent_at timestamp COMMENT 'UTC, from its own header or metadata.',
  text_characters int COMMENT 'Characters of extracted text; 0 if there is none.',
  issues array<string> COMMENT 'Oddities that did not stop the reading.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each item that was read.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'item_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.landing.items WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.landing.rejects (
  item_id string COMMENT 'As in landing.arrivals.',
  parent_item_id string COMMENT 'The message or archive that contains it.',
  root_item_id string COMMENT 'The file of the inbox that contains it.',
  path string COMMENT 'Path below the inbox.',
  media_type string COMMENT 'Detected media type.',
  size_bytes bigint COMMENT 'Bytes.',
  outcome string COMMENT 'rejected or quarantined.',
  reason_code string COMMENT 'Stable word, such as encrypted, corrupt, too_large, no_policy, not_addressed.',
  reason string COMMENT 'In words, with no personal data.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each item that was not read, with the reason. This includes quarantined items, which came without a usable policy and are seen by nobody.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'item_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.landing.rejects WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.landing.records (
  record_id string COMMENT 'SHA-256, hex, of the item\'s id, the place in it and the mapping\'s entity.',
  item_id string COMMENT 'The item that contains it.',
  locator string COMMENT 'Place in the item, such as \'row 17\' or \'/CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL[3]\'.',
  mapping string COMMENT 'Id of the mapping.',
  schema string COMMENT 'FollowTheMoney schema: Person, Company, Vehicle, BankAccount …',
  properties map<string,array<string>> COMMENT 'FollowTheMoney property to values, as received but trimmed. Dates in EDTF (1971, 1971~, 1960/1965).',
  issues array<string> COMMENT 'Oddities of the record, such as \'birthDate not a date\'.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each structured record, in FollowTheMoney terms: a person, company, vehicle or account from a notice, a list or a database extract.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'record_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.landing.records WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.text.pages (
  page_id string COMMENT 'item_id, \'#\' and the page.',
  item_id string COMMENT 'The item.',
  page int COMMENT '1 for the first page.',
  method string COMMENT 'extracted: an item without pages of its own; layer: the text that a PDF carries; ocr: read from its picture; none: no text was found.',
  text string COMMENT 'Text in Unicode NFC with line ends as \\n; empty if there is none. After OCR, lines end as on the page and paragraphs with two line ends, and the content of printed codes comes last. Text of a PDF outside its pages (bookmarks, form fields, signature dates) is at the end of its last page.',
  begin int COMMENT 'First UTF-16 unit in the document\'s text, which joins its pages with line ends.',
  characters int COMMENT 'UTF-16 units of the text.',
  languages string COMMENT 'Languages used, as Tesseract names them; null if not read by OCR.',
  confidence double COMMENT 'Mean confidence of its words by Tesseract, 0 to 1; null if not read by OCR.',
  rotation int COMMENT 'Degrees by which the picture was turned clockwise to be upright: 0, 90, 180 or 270.',
  width int COMMENT 'Width in pixels of the upright picture that boxes refer to; null if not read by OCR.',
  height int COMMENT 'Its height in pixels.',
  words array<struct<begin:int,end:int,left:int,top:int,right:int,bottom:int,confidence:double>> COMMENT 'Words of a page read by OCR, without text of a PDF outside its pages. Each has its first UTF-16 unit in the page\'s text and the one after its last, its box in pixels from the upper left corner, and a confidence of 0 to 1.',
  issues array<string> COMMENT 'Oddities, as stable words: not_legible, ocr_failed, ocr_timeout, ocr_plain_only, picture_too_large, picture_unreadable, layer_rubbish.',
  title string COMMENT 'Subject or title of the item.',
  kind string COMMENT 'Kind of the item, as in landing.items.',
  sent_at timestamp COMMENT 'Date of the item, UTC, from its own header or metadata.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each page of an item that was read. A page of a PDF or an image is read by its text layer or by OCR, with the place of each word. An item without pages (a message, a report, a sheet) is one page.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'page_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.text.pages WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.text.documents (
  document_id string COMMENT 'The item_id of the item.',
  title string COMMENT 'Subject or title.',
  text string COMMENT 'Text in Unicode NFC with line ends as \\n. Offsets count its UTF-16 units.',
  characters int COMMENT 'UTF-16 units of the text.',
  dated_on date COMMENT 'Date of what it reports, by the rule in dated_by; null if none was found.',
  dated_by string COMMENT 'Origin of dated_on: text, message or metadata.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each item that has text.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'document_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.text.documents WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.text.sentences (
  sentence_id string COMMENT 'document_id, \'#\' and the position.',
  document_id string COMMENT 'The document.',
  position int COMMENT '0 for the first sentence.',
  begin int COMMENT 'First UTF-16 unit in the document\'s text.',
  end int COMMENT 'After the last UTF-16 unit.',
  text string COMMENT 'The sentence.',
  tokens int COMMENT 'Tokens by the tokenizer.',
  language string COMMENT 'fr, en, es or ar; und if there is too little to tell.',
  language_confidence double COMMENT '0 to 1, by lingua; 0 for und.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each sentence of a document, with its place and language.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'sentence_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.text.sentences WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.text.fingerprints (
  document_id string COMMENT 'The document.',
  words int COMMENT 'Words of the text.',
  text_hash string COMMENT 'SHA-256, hex, of the words, without case, accents and punctuation. Documents with one hash have the same text.',
  shingles int COMMENT 'Distinct runs of three words.',
  sketch array<int> COMMENT 'The 512 least of their hashes, sorted; fewer if the text has fewer.',
  buckets array<bigint> COMMENT 'Near-duplicates share at least one with a probability of .99; empty if there is no word.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each document: what near-duplicate search needs of its words, made from this document alone.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'document_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.text.fingerprints WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.text.duplicates (
  document_id string COMMENT 'The lesser of the two ids.',
  other_document_id string COMMENT 'The greater of the two ids.',
  kind string COMMENT 'same_text: the same words in the same order; near: similarity of .7 or more; unlike: less, only if crowded.',
  similarity double COMMENT '0 to 1: the share of runs of three words that both texts have (Jaccard). Exact for texts of fewer than 512 such runs, else estimated with a standard error of about .02.',
  crowded boolean COMMENT 'There were too many candidates of these policies to compare every two. One of the two stands for the others: there may be more pairs.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'Two documents with the same or nearly the same words. Both stay documents. The row links them for readers who may see both.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'document_id,other_document_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.text.duplicates WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.text.translations (
  translation_id string COMMENT 'sentence_id, \'#\' and the language.',
  sentence_id string COMMENT 'The sentence.',
  document_id string COMMENT 'The document.',
  source_language string COMMENT 'fr, en, es or ar; of a sentence too short to tell, that of most of its document.',
  language string COMMENT 'fr, en or es: what it was translated into.',
  text string COMMENT 'Made by machine, or as a reader corrected it; null where the engine failed or a reader rejected it.',
  engine string COMMENT 'apertium, gloss, marian: and the name of a model, the address of a server, or reader, where one corrected, confirmed or rejected it.',
  engine_version string COMMENT 'Engine with its data, glossary and rules, each with a digest or number; empty for a reader.',
  gloss boolean COMMENT 'Words one by one, in the order of the original.',
  unknown double COMMENT 'Share of words that the engine did not know, 0 to 1.',
  flags array<string> COMMENT 'What differs from the original: number, name, negation; unknown: many unknown words; failed: no text; rejected: a reader said that it is wrong. Empty: nothing was found.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each sentence and language that it was translated into, by machine. A row with gloss is words beside words, no translation.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'translation_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.text.translations WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.mentions.corrections (
  correction_id string COMMENT 'Id of the correction.',
  corrected_at timestamp COMMENT 'When, UTC. Of corrections of the same words the latest counts.',
  corrected_by string COMMENT 'Country, else body, of the reader who corrected; INSIGHT of one who has neither.',
  document_id string COMMENT 'The document.',
  kind string COMMENT 'What is corrected: name, time, place, person or event, each a row of the table of mentions; translation.',
  begin int COMMENT 'First UTF-16 unit of its words in the document\'s text; of a person, of the first mention.',
  end int COMMENT 'After the last UTF-16 unit.',
  text string COMMENT 'Its words as written.',
  verdict string COMMENT 'confirm, correct or reject.',
  property string COMMENT 'Of a person, role or the property that is corrected; of a translation, its language; else null.',
  was string COMMENT 'Of a person, the value that was read; null if none was.',
  value_begin int COMMENT 'Of a person, first UTF-16 unit of the words that carry the value; else null.',
  value_end int COMMENT 'After the last UTF-16 unit of these words.',
  fields array<struct<field:string,value:string>> COMMENT 'What is right; of a rejection, what is not.',
  reason string COMMENT 'Why, in words.',
  status string COMMENT 'standing; undone; overruled by a later one of the same words; adrift, if the document\'s text has other words there now.',
  undone_at timestamp COMMENT 'When it was taken back, UTC; null if it was not.',
  undone_because string COMMENT 'Why it was taken back, in words.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each correction of what was read of a document. It has the label of its document, so whoever sees the document sees it, and goes with it. The tables of mentions follow the corrections that stand.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'correction_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.mentions.corrections WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.mentions.names (
  mention_id string COMMENT 'SHA-256, hex, of sentence, offsets, kind and, of a gazetteer\'s term, key.',
  document_id string COMMENT 'The document.',
  sentence_id string COMMENT 'The sentence.',
  begin int COMMENT 'First UTF-16 unit in the document\'s text.',
  end int COMMENT 'After the last UTF-16 unit.',
  text string COMMENT 'As written.',
  kind string COMMENT 'country, place or offence of a gazetteer; person, organization or location.',
  key string COMMENT 'ISO 3166-1 alpha-2 code, GeoNames id, or offence code; null for persons, organisations and locations.',
  country string COMMENT 'ISO code of the country or of the place; null for all else.',
  name string COMMENT 'Normal form of a person\'s or an organisation\'s name, given name first where that is known; null for all else.',
  found_by string COMMENT 'gazetteer, rule, or the names model and its version; null in rows of an older release.',
  confidence double COMMENT 'From 0 to 1; null for terms of a gazetteer.',
  language string COMMENT 'Language of the sentence: fr, en, es, ar or und; null in rows of an older release.',
  script string COMMENT 'ISO 15924 code of the name\'s script, as Latn; null in rows of an older release.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each name found in a sentence: a term of a gazetteer (country, place, offence), or a person, an organisation or a location that the names model or a rule found.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'mention_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.mentions.names WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.mentions.identifiers (
  mention_id string COMMENT 'SHA-256, hex, of the subject, the place in it and the kind. It does not depend on the value.',
  subject_kind string COMMENT 'document or record.',
  subject_id string COMMENT 'document_id or record_id.',
  sentence_id string COMMENT 'The sentence; null in records.',
  begin int COMMENT 'First UTF-16 unit in the document\'s text; null in records.',
  end int COMMENT 'After the last UTF-16 unit; null in records.',
  property string COMMENT 'FollowTheMoney property; null in documents.',
  position int COMMENT 'In a record, the position among the identifiers of that property, from 0; null in documents.',
  kind string COMMENT 'phone, imei, imsi, email, iban, passport, national_id, plate, vin, registration, list_entry, booking, address.',
  value string COMMENT 'Normalised, such as E.164 for phones. The same thing has the same value.',
  raw string COMMENT 'As written; in a record, after the country that its mapping found in another field.',
  country string COMMENT 'ISO code that the identifier itself names.',
  checked boolean COMMENT 'Check digits or numbering plan were checked and are right.',
  strong boolean COMMENT 'Identifies one person, company or thing, so that records that share it are one.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each identifier found in a sentence or in a record.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'mention_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.mentions.identifiers WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.mentions.times (
  mention_id string COMMENT 'SHA-256, hex, of document and offsets.',
  document_id string COMMENT 'The document.',
  begin int COMMENT 'First UTF-16 unit in the document\'s text.',
  end int COMMENT 'After the last UTF-16 unit.',
  text string COMMENT 'As written.',
  value string COMMENT 'ISO 8601: 2026-03-02, 2026-03, 2026-W10, 2026-03-02T14:30, 2026-03-02/2026-03-05. Never more exact than the text.',
  first_day date COMMENT 'First day that is meant; null if unknown.',
  last_day date COMMENT 'Last day that is meant; null if unknown.',
  granularity string COMMENT 'minute, hour, morning, afternoon, evening, night, day, week, month, year or range.',
  relative boolean COMMENT 'Counted from another date, as \'last Tuesday\'.',
  role string COMMENT 'incident, document, birth, travel or other.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each time that a document names: a day, a month, a range, a time of day, or one that is counted from the document\'s date.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'mention_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.mentions.times WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.mentions.places (
  mention_id string COMMENT 'SHA-256, hex, of document and offsets.',
  document_id string COMMENT 'The document.',
  begin int COMMENT 'First UTF-16 unit in the document\'s text.',
  end int COMMENT 'After the last UTF-16 unit.',
  text string COMMENT 'As written.',
  key string COMMENT 'GeoNames id.',
  name string COMMENT 'As GeoNames calls it.',
  country string COMMENT 'ISO 3166-1 alpha-2 code.',
  latitude double COMMENT 'In degrees, north.',
  longitude double COMMENT 'In degrees, east.',
  h3 string COMMENT 'H3 cell of the point, hex: resolution 7 for a town or address, 4 for a region, null for a country.',
  precision string COMMENT 'address, town, region or country.',
  confidence double COMMENT 'Probability of this place among its candidates, from 0 to 1.',
  role string COMMENT 'incident, birth, home, travel, seizure, office or other.',
  candidates array<string> COMMENT 'GeoNames ids that the text may mean, best first.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each place that a document names, with where it lies and what happened there.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'mention_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.mentions.places WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.mentions.described (
  described_id string COMMENT 'SHA-256, hex, of document, schema and the first mention\'s offsets.',
  document_id string COMMENT 'The document.',
  schema string COMMENT 'FollowTheMoney schema: Person, Organization, Vehicle, BankAccount.',
  role string COMMENT 'suspect, victim, witness, contact, office or other. Officers, judges and signatories have office.',
  name string COMMENT 'The fullest name that the document gives; null if it gives none.',
  owner_id string COMMENT 'described_id of the person who has the vehicle or the account; null if none is told.',
  mentions array<struct<begin:int,end:int,form:string,text:string>> COMMENT 'Where the document speaks of it, in the order of the text: form is full, short, reference or pronoun.',
  attributes array<struct<property:string,value:string,begin:int,end:int,confidence:double>> COMMENT 'What the document says of it: FollowTheMoney property, value in normal form, and the offsets that carry it.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each person, organisation or thing that a document describes, with what it says of it.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'described_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.mentions.described WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.mentions.events (
  event_id string COMMENT 'SHA-256, hex, of document, offsets, kind and code.',
  document_id string COMMENT 'The document.',
  begin int COMMENT 'First UTF-16 unit in the document\'s text.',
  end int COMMENT 'After the last UTF-16 unit.',
  text string COMMENT 'As written.',
  kind string COMMENT 'offence, modus_operandi, means, commodity or money.',
  code string COMMENT 'Code of the taxonomy, such as drug-trafficking.',
  iccs string COMMENT 'Code of the International Classification of Crime for Statistical Purposes (UNODC), level 2; null if it is no offence.',
  status string COMMENT 'asserted, negated or hypothetical.',
  amount double COMMENT 'Of a commodity or of money.',
  unit string COMMENT 'Unit of the amount, or ISO 4217 code of the currency.',
  time_id string COMMENT 'When: mention_id in mentions.times.',
  place_id string COMMENT 'Where: mention_id in mentions.places.',
  persons array<struct<described_id:string,role:string>> COMMENT 'Who, in which role: of mentions.described.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each offence, means, commodity or amount of money that a document tells of.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'event_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.mentions.events WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.resolution.subjects (
  record_id string COMMENT 'record_id in landing.records, or described_id in mentions.described.',
  basis string COMMENT 'record or text.',
  item_id string COMMENT 'The item that contains it.',
  locator string COMMENT 'Place in the item: of a record as in landing.records, of a text such as \'characters 120-134\', where it is first named.',
  mapping string COMMENT 'Id of the mapping of a record; null of a text.',
  schema string COMMENT 'FollowTheMoney schema.',
  properties map<string,array<string>> COMMENT 'FollowTheMoney property to values.',
  identifiers array<struct<kind:string,value:string,strong:boolean>> COMMENT 'Its identifiers in mentions.identifiers, sorted, each once.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each record, and for each person that a text describes, in the same form. Officers, judges and signatories, and who has neither a full name nor a number, are left out.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'record_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.resolution.subjects WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.resolution.profiles (
  record_id string COMMENT 'The subject.',
  basis string COMMENT 'record or text. One that a text describes never makes two others one.',
  schema string COMMENT 'FollowTheMoney schema.',
  features binary COMMENT 'Packed features: folded names, dates, numbers, addresses and blocking keys.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each subject that is a person or organisation: what it says, in the form in which subjects are compared.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'record_id',
  'insight.lake-version' = '1',
  'read.parquet.vectorization.batch-size' = '64',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608',
  'write.parquet.page-row-limit' = '100',
  'write.parquet.row-group-size-bytes' = '16777216'
);

CREATE TABLE IF NOT EXISTS lake.resolution.candidates (
  left_id string COMMENT 'The lesser of the two ids.',
  right_id string COMMENT 'The greater of the two ids.',
  score int COMMENT 'Evidence for one subject, in thousandths of a bit. 0 is even odds in a lake of the model\'s size.',
  evidence array<struct<comparison:string,level:string,weight:int>> COMMENT 'What was compared, at which level the two agree, and its weight in thousandths of a bit.',
  crowded boolean COMMENT 'Whether too many subjects of these two policies share a blocking key with both: their pairs under that key were not compared, so some may be missing.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'Two subjects that were compared, and how far they agree. Pairs that score less than the released model keeps are left out.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'left_id,right_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.resolution.candidates WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.resolution.decisions (
  decision_id string COMMENT 'Id of the decision.',
  decided_at timestamp COMMENT 'When, UTC. Of decisions that contradict each other the latest counts.',
  decided_by string COMMENT 'Country or body of the reader who decided; INSIGHT if neither may be named.',
  verdict string COMMENT 'same, different or unsure.',
  left_ids array<string> COMMENT 'Records of one side.',
  right_ids array<string> COMMENT 'Records of the other side.',
  reason string COMMENT 'Why, in words.',
  undone_at timestamp COMMENT 'When it was taken back, UTC; null: it stands.',
  undone_because string COMMENT 'Why it was taken back, in words.',
  policy_id string COMMENT 'Policy of the decision; who may see the row.'
) USING iceberg
COMMENT 'What readers decided about records that may be one subject. Whoever sees a decision sees all its records. A decision goes with any of its records.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'decision_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.resolution.decisions WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.resolution.memberships (
  entity_id string COMMENT 'Made from the visible subjects only, so it does not depend on others.',
  record_id string COMMENT 'The subject: a record, or a person that a text describes.',
  schema string COMMENT 'FollowTheMoney schema.',
  evidence array<struct<kind:string,mention_id:string,other_record_id:string,other_mention_id:string,score:int>> COMMENT 'What connects it to others of this entity: identifiers of things; of persons and organisations kind match, with the score of the pair, or kind decision, with the decision\'s id as mention_id. Empty for a single subject.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'Which subject belongs to which entity, relative to the reader. The label grants the subjects and decisions that make the entity, and withholds those that would make it another.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'entity_id,record_id,policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.resolution.memberships WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.resolution.ledger (
  at timestamp COMMENT 'Run that made the change, UTC.',
  entity_id string COMMENT 'Entity as it was.',
  change string COMMENT 'merged into: the other entity is what became of it. split into: some of its records are the other entity now.',
  other_entity_id string COMMENT 'Entity that has the records since.',
  record_ids array<string> COMMENT 'These records. One that is gone is named no more, and the row goes with the last.',
  decisions array<string> COMMENT 'Decisions on these records that were made or undone with the change. Empty: records came, changed or went, or the model did.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels: of the entity before and after.'
) USING iceberg
COMMENT 'What became of entities. A row says that records which were one entity for its readers are of another entity since. Entities that only grew keep their ids and have no row.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'at,entity_id,other_entity_id,policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.resolution.ledger WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.links.edges (
  edge_id string COMMENT 'SHA-256, hex, of the ends and the first entry of the evidence. It does not depend on the value.',
  source_id string COMMENT 'The lesser of the two ids.',
  source_kind string COMMENT 'document, record, or described: a person in mentions.described.',
  target_id string COMMENT 'The greater of the two ids.',
  target_kind string COMMENT 'document, record, or described: a person in mentions.described.',
  kind string COMMENT 'Kind of the identifier that they share; of records that name each other the FollowTheMoney property without Record, such as owner, holder, director; transfer, call.',
  value string COMMENT 'The identifier; of records that name each other the id of the one that says so; of a transfer or a call the id of its record.',
  evidence array<string> COMMENT 'mention_id of the mentions at both ends, sorted: all of each end, or the least 50. Of records that name each other the id of the one that says so, a blank and the property. Of a transfer or a call the id of its record and two properties: that of the payer or caller first.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'Two subjects that share an identifier, records of which one names the other, or accounts and telephone lines with a transfer or a call between them. A subject is a document, a record, or a person whom a text describes.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'edge_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.links.edges WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.links.groups (
  group_id string COMMENT 'Made from the visible subjects only.',
  subject_id string COMMENT 'Document or record.',
  subject_kind string COMMENT 'document or record.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'Subjects that edges connect, directly or through others, relative to the reader.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'group_id,subject_id,policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.links.groups WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.curated.persons (
  entity_id string COMMENT 'As in resolution.memberships.',
  caption string COMMENT 'The name to show: the longest of the most frequent ones.',
  names array<string> COMMENT 'All names, sorted.',
  aliases array<string> COMMENT 'All aliases, former names and original-script names, sorted.',
  birth_dates array<string> COMMENT 'EDTF, sorted.',
  genders array<string> COMMENT 'male, female or as received, sorted.',
  countries array<string> COMMENT 'ISO codes of nationalities and countries, sorted.',
  identifiers array<string> COMMENT 'kind:value, sorted.',
  topics array<string> COMMENT 'Notice colours and list programmes, sorted.',
  record_ids array<string> COMMENT 'Evidence: its subjects in resolution.subjects, sorted.',
  basis string COMMENT 'What it rests on: records, text or both.',
  records int COMMENT 'Number of records.',
  texts int COMMENT 'Number of times that a text describes it.',
  sources array<string> COMMENT 'Sources of the records, sorted.',
  conflicts array<string> COMMENT 'Fields in which its records contradict each other, such as birth_dates or genders; empty if they agree.',
  independent_sources int COMMENT 'Number of independent sources of its records. A source counts once; sources that gave the same bytes count as one.',
  grading array<string> COMMENT 'The worst grading in each scheme of the policies of its records, as \'ADMIRALTY C3\', sorted; gradings of no known scheme as received; \'ungraded\' where something is not graded.',
  handling array<string> COMMENT 'The strictest handling code in each scheme of the policies of its records, as \'TLP AMBER\', sorted; codes of no known scheme as received.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each view of a person: what its records and the texts that describe it say together.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'entity_id,policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.curated.persons WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.curated.organisations (
  entity_id string COMMENT 'As in resolution.memberships.',
  schema string COMMENT 'FollowTheMoney schema: Company, Organization or PublicBody; where its records have several, the first in this order.',
  caption string COMMENT 'The name to show: the longest of the most frequent ones.',
  names array<string> COMMENT 'All names, sorted.',
  aliases array<string> COMMENT 'All aliases, former names and original-script names, sorted.',
  incorporation_dates array<string> COMMENT 'EDTF, sorted.',
  countries array<string> COMMENT 'ISO codes of countries and jurisdictions, sorted.',
  registration_numbers array<string> COMMENT 'Numbers in registers, tax and VAT numbers and LEI, as written, sorted.',
  identifiers array<string> COMMENT 'kind:value, sorted.',
  topics array<string> COMMENT 'Notice colours and list programmes, sorted.',
  record_ids array<string> COMMENT 'Evidence: its subjects in resolution.subjects, sorted.',
  basis string COMMENT 'What it rests on: records, text or both.',
  records int COMMENT 'Number of records.',
  texts int COMMENT 'Number of times that a text describes it.',
  sources array<string> COMMENT 'Sources of the records, sorted.',
  conflicts array<string> COMMENT 'Fields in which its records contradict each other, such as incorporation_dates; empty if they agree.',
  independent_sources int COMMENT 'Number of independent sources of its records. A source counts once; sources that gave the same bytes count as one.',
  grading array<string> COMMENT 'The worst grading in each scheme of the policies of its records, as \'ADMIRALTY C3\', sorted; gradings of no known scheme as received; \'ungraded\' where something is not graded.',
  handling array<string> COMMENT 'The strictest handling code in each scheme of the policies of its records, as \'TLP AMBER\', sorted; codes of no known scheme as received.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'One row for each view of a company, an authority or another organisation: what its records and the texts that describe it say together.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'entity_id,policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.curated.organisations WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.curated.objects (
  object string COMMENT 'vehicle, telephone, account, email, address or document.',
  kind string COMMENT 'Kind of its identifier in mentions.identifiers: plate, vin, phone, imei, imsi, iban, email, address, passport, national_id. A vehicle with a plate and a VIN has a row for each.',
  value string COMMENT 'Its number or address, normalised as in mentions.identifiers.',
  written array<string> COMMENT 'As records and texts write it, sorted.',
  countries array<string> COMMENT 'ISO codes of the countries that it names itself, sorted; empty if it names none.',
  subject_ids array<string> COMMENT 'Evidence: the records and documents that give it, sorted.',
  records int COMMENT 'Number of records that give it.',
  documents int COMMENT 'Number of documents whose text gives it.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'Vehicles, telephones, accounts, e-mail addresses, postal addresses and documents of identity that records or texts give, one row for each policy under which one is given. Add up the rows that you see: no record or document has two policies. One line for each: `SELECT object, kind, value, sum(records) AS in_records, sum(documents) AS in_documents FROM curated.objects GROUP BY object, kind, value`.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'kind,value,policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.curated.objects WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.curated.events (
  event_id string COMMENT 'Id in mentions.events.',
  kind string COMMENT 'offence, modus_operandi, means, commodity or money.',
  code string COMMENT 'Code of the taxonomy, such as drug-trafficking.',
  iccs string COMMENT 'Code of the International Classification of Crime for Statistical Purposes (UNODC), level 2; null if it is no offence.',
  status string COMMENT 'asserted, negated or hypothetical.',
  amount double COMMENT 'Of a commodity or of money.',
  unit string COMMENT 'Unit of the amount, or ISO 4217 code of the currency.',
  time string COMMENT 'When, in ISO 8601 as in mentions.times: never more exact than the text. Null if the document names no time of an incident.',
  first_day date COMMENT 'First day that is meant; null if unknown.',
  last_day date COMMENT 'Last day that is meant; null if unknown.',
  place string COMMENT 'Where: GeoNames id. Null if the document names no place of an incident.',
  place_name string COMMENT 'As GeoNames calls it.',
  precision string COMMENT 'address, town, region or country: how exactly the place is known.',
  country string COMMENT 'ISO 3166-1 alpha-2 code of the place; null of a continent.',
  latitude double COMMENT 'In degrees, north.',
  longitude double COMMENT 'In degrees, east.',
  participants array<struct<described_id:string,name:string,role:string>> COMMENT 'Persons whom the sentence names, in its order: described_id of mentions.described, which is record_id in resolution.memberships; the fullest name that the document gives, null if it gives none; suspect, victim, witness, contact or other. Officers and judges are left out.',
  document_id string COMMENT 'The document that tells of it.',
  dated_on date COMMENT 'Date of what the document reports; null if none was found.',
  begin int COMMENT 'First UTF-16 unit in the document\'s text.',
  end int COMMENT 'After the last UTF-16 unit.',
  text string COMMENT 'As written.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'What documents tell of: one row for each offence, means, commodity or amount of money in mentions.events, with when, where, and whom the sentence names in which role. Offences that happened are `kind = \'offence\' AND status = \'asserted\'`. A document that tells of one offence twice has two rows.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'event_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.curated.events WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.curated.links (
  link_id string COMMENT 'SHA-256, hex, of the two ends.',
  source_id string COMMENT 'Entity or document, the lesser id.',
  source_kind string COMMENT 'FollowTheMoney schema, or Document.',
  source_caption string COMMENT 'Name to show.',
  source_identifier string COMMENT 'Identifier of an end without a name, as a source wrote it; null if it has a name. The first kind that it has: plate, number of the vehicle, of a register, of an account or a device, telephone number, e-mail address.',
  target_id string COMMENT 'Entity or document, the greater id.',
  target_kind string COMMENT 'FollowTheMoney schema, or Document.',
  target_caption string COMMENT 'Name to show.',
  target_identifier string COMMENT 'As source_identifier.',
  kinds array<string> COMMENT 'Kinds of its edges, sorted: of shared identifiers, and owner, holder, director, transfer, call and the like.',
  values array<string> COMMENT 'Shared identifiers as kind:value, sorted. What a record states has none.',
  edge_ids array<string> COMMENT 'Evidence: the links.edges rows that it rests on, sorted.',
  independent_sources int COMMENT 'Number of independent sources of the records and documents that its edges connect, counted as in curated.persons.',
  grading array<string> COMMENT 'The worst grading in each scheme of all policies that its label grants, as \'ADMIRALTY C3\', sorted; gradings of no known scheme as received; \'ungraded\' where something is not graded.',
  handling array<string> COMMENT 'The strictest handling code in each scheme of all policies that its label grants, as \'TLP AMBER\', sorted; codes of no known scheme as received.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'Two entities or documents that share an identifier, of which one is said to own, hold or direct the other, or between which there are transfers or calls, relative to the reader.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'link_id,policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.curated.links WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.curated.trends_monthly (
  month date COMMENT 'First day of the month of the document\'s date.',
  country string COMMENT 'ISO code of the country of the incident; \'ZZ\' if the document names no place of it.',
  place string COMMENT 'Key of the place of the incident in mentions.places; \'\' if the document names no more than a country.',
  place_name string COMMENT 'Name of the place; \'\' without a place.',
  latitude double COMMENT 'Degrees, WGS 84.',
  longitude double COMMENT 'Degrees, WGS 84.',
  offence string COMMENT 'Code of an offence of mentions.events with status asserted.',
  documents bigint COMMENT 'Documents. One that tells of the offence in two places, or in two countries and no place, counts once in each.',
  policy_id string COMMENT 'Id of the row\'s label in governance.labels; who may see the row.'
) USING iceberg
COMMENT 'Documents that tell of an offence, by month, place of the incident and offence. What is negated or supposed is not counted. The policy is in the key: add up the rows that you see.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'month,country,place,offence,policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd',
  'write.parquet.dict-size-bytes' = '8388608'
);
ALTER TABLE lake.curated.trends_monthly WRITE LOCALLY ORDERED BY policy_id;

CREATE TABLE IF NOT EXISTS lake.governance.policies (
  base_policy_id string COMMENT 'Hash of the canonical form.',
  source string COMMENT 'ISO code of a country, or name of a body.',
  purposes array<string> COMMENT 'Allowed purposes, after Article 10 RPD.',
  handling_scheme string COMMENT 'Scheme of the handling code, as received.',
  handling_code string COMMENT 'Handling code, as received.',
  grading_scheme string COMMENT 'Scheme of the grading, as received.',
  source_grading string COMMENT 'Evaluation of the source.',
  information_grading string COMMENT 'Evaluation of the information.',
  only_for array<string> COMMENT 'Only these countries and bodies may see it; empty: no such limit.',
  not_for array<string> COMMENT 'Countries and bodies that may not see it.',
  level int COMMENT 'Clearance needed, 0 to 3.',
  expires_on date COMMENT 'Last day of use.',
  conditions array<string> COMMENT 'Conditions in words.',
  canonical string COMMENT 'Canonical JSON.'
) USING iceberg
COMMENT 'Base policies, one row each: those that sources attached to their items, as received, and those of decisions.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'base_policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);

CREATE TABLE IF NOT EXISTS lake.governance.labels (
  policy_id string COMMENT 'Hash of the canonical form.',
  granted array<string> COMMENT 'base_policy_ids that the reader must be entitled to, sorted.',
  withheld array<string> COMMENT 'base_policy_ids that the reader must not be entitled to, sorted.'
) USING iceberg
COMMENT 'Every security label that a row carries, with its sets. The runner writes it before the rows that carry it.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);

CREATE TABLE IF NOT EXISTS lake.governance.reader_acts (
  number bigint COMMENT 'Order of the actions, from 1.',
  at timestamp COMMENT 'When, UTC.',
  login string COMMENT 'System user who did it.',
  reader string COMMENT 'Name of the reader.',
  act string COMMENT 'readers.add, readers.grant or readers.revoke.',
  reason string COMMENT 'Why, in words.',
  scope string COMMENT 'Id of the reader\'s rights after the action; null: no rights left.',
  country string COMMENT 'ISO code, after the action.',
  body string COMMENT 'Body that the reader works for, after the action.',
  clearance int COMMENT '0 to 3, after the action; null: no rights left.',
  purposes array<string> COMMENT 'Purposes that the reader works for, after the action.',
  role string COMMENT 'reader, decider or control, after the action; null: no rights left.',
  audit_hash string COMMENT 'Hash of the governance.audit entry that announced the action.'
) USING iceberg
COMMENT 'Administrative actions on readers\' rights, one row each. The latest action on a reader wins over conf/readers.yaml.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'number',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);

CREATE TABLE IF NOT EXISTS lake.governance.readers (
  reader string COMMENT 'Name of the reader.',
  scope string COMMENT 'Id of the class of readers with the same rights.',
  country string COMMENT 'ISO code.',
  body string COMMENT 'Body that the reader works for.',
  clearance int COMMENT '0 to 3.',
  purposes array<string> COMMENT 'Purposes that the reader works for.',
  role string COMMENT 'reader, decider or control.'
) USING iceberg
COMMENT 'Readers and their rights.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'reader',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);

CREATE TABLE IF NOT EXISTS lake.governance.grants (
  scope string COMMENT 'As in governance.readers.',
  base_policy_id string COMMENT 'As in governance.policies.',
  valid_to date COMMENT 'Last day; null: no end.'
) USING iceberg
COMMENT 'Which scope is entitled to which base policy.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'scope,base_policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);
ALTER TABLE lake.governance.grants WRITE LOCALLY ORDERED BY scope;

CREATE TABLE IF NOT EXISTS lake.governance.entitlements (
  scope string COMMENT 'As in governance.readers.',
  policy_id string COMMENT 'As in governance.labels.',
  valid_from date COMMENT 'First day; null: no start.',
  valid_to date COMMENT 'Last day; null: no end.'
) USING iceberg
COMMENT 'Which scope may see the rows of which label, and when. The row filter joins to it.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'scope,policy_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);
ALTER TABLE lake.governance.entitlements WRITE LOCALLY ORDERED BY scope;

CREATE TABLE IF NOT EXISTS lake.governance.audit (
  seq bigint COMMENT 'Number of the entry, from 1 without a gap.',
  at timestamp COMMENT 'When, UTC, to the microsecond.',
  call string COMMENT 'Id that the entries of one read or administrative action share; for Trino, the query id.',
  login string COMMENT 'Login: the system user of the command, or the engine\'s principal.',
  reader string COMMENT 'Reader in whose name it was done; null for actions that belong to no reader.',
  scope string COMMENT 'The reader\'s scope as in governance.readers; null if the reader was refused before.',
  engine string COMMENT 'insight sql, insight report, trino …',
  act string COMMENT 'read, readers.add, readers.grant, readers.revoke, items.withdraw, runs.rollback, lake.maintain, who-can-see, audit.list, audit.sample, spool.recovered …',
  purpose string COMMENT 'Purpose of Article 10 RPD that the session named.',
  reason string COMMENT 'Reason in words, as given.',
  tables array<string> COMMENT 'Queried tables, stage.table, sorted.',
  filters array<string> COMMENT 'Row filter and masks of each table as enforced, after the table\'s name.',
  query string COMMENT 'The query as written; null for a report, whose queries belong to the program.',
  outcome string COMMENT 'started, done, refused or failed.',
  detail string COMMENT 'Why it was refused or failed; for an administrative action, what it changed.',
  rows bigint COMMENT 'Rows returned, also by a read that failed or was ended; null if none were requested or the number is unknown.',
  previous string COMMENT 'Hash of the previous entry; 64 zeros for the first.',
  hash string COMMENT 'SHA-256, hex, of the previous hash and the canonical form of the entry.'
) USING iceberg
COMMENT 'Who read what, when, for which purpose and reason, and who changed the readers or the lake. Each entry\'s hash covers the entry and the previous hash.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'seq',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);

CREATE TABLE IF NOT EXISTS lake.governance.runs (
  run bigint COMMENT 'Number of the run, from 1 without a gap.',
  at timestamp COMMENT 'When it was published, UTC.',
  action string COMMENT 'run (jobs wrote), rollback (an earlier run\'s tables were restored) or compact (files were rewritten, no row changed).',
  of bigint COMMENT 'For a rollback, the restored run; null otherwise.',
  changed array<string> COMMENT 'Tables that it changed, stage.table, sorted.',
  snapshots map<string,bigint> COMMENT 'Iceberg snapshot of each table that readers see with it. Tables of readers\' rights are not in it: their current state counts.'
) USING iceberg
COMMENT 'What was published when. Each row is one publication of all tables together. For operators; readers cannot see it.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'run',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);

CREATE TABLE IF NOT EXISTS lake.governance.withdrawals (
  item_id string COMMENT 'The item; all members of a container go with it. An item that came under a policy has a second row, with an id of its bytes at its path. It identifies the same file without that policy.',
  at timestamp COMMENT 'When, UTC.',
  login string COMMENT 'System user of the command.',
  reason string COMMENT 'Why, in words.',
  audit_hash string COMMENT 'Hash of the action\'s entry in governance.audit.'
) USING iceberg
COMMENT 'Items that their source has cancelled. The next run removes them and all that was made from them, and they are not received again. Ids only. For operators; readers cannot see it.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'item_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);

CREATE TABLE IF NOT EXISTS lake.governance.decision_acts (
  act_id string COMMENT 'Id of the decision, or of its undoing.',
  at timestamp COMMENT 'When, UTC. Of decisions that contradict each other the latest counts.',
  login string COMMENT 'System user of the command.',
  reader string COMMENT 'Name of the reader who decided.',
  act string COMMENT 'same, different, unsure or undo.',
  left_ids array<string> COMMENT 'Records of one side; of an undoing none.',
  right_ids array<string> COMMENT 'Records of the other side; of an undoing none.',
  undoes string COMMENT 'Of an undoing the decision that it takes back.',
  reason string COMMENT 'Why, in words.',
  base_policy string COMMENT 'Policy of the decision, in its canonical form. Whoever may see it may see all its records.',
  audit_hash string COMMENT 'Hash of the governance.audit entry that announced the act.'
) USING iceberg
COMMENT 'What readers decided about records, and what they undid, one row each. The next run follows it. For operators; readers see resolution.decisions.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'act_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);

CREATE TABLE IF NOT EXISTS lake.governance.correction_acts (
  act_id string COMMENT 'Id of the correction, or of its undoing.',
  at timestamp COMMENT 'When, UTC. Of corrections of the same words the latest counts.',
  login string COMMENT 'System user of the command.',
  reader string COMMENT 'Name of the reader who corrected.',
  body string COMMENT 'Country, else body, of the reader; INSIGHT of one who has neither.',
  act string COMMENT 'confirm, correct, reject or undo.',
  document_id string COMMENT 'The document.',
  kind string COMMENT 'What is corrected: name, time, place, person, event or translation; null of an undoing.',
  begin int COMMENT 'First UTF-16 unit of its words in the document\'s text; of a person, of the first mention. Null of an undoing.',
  end int COMMENT 'After the last UTF-16 unit; null of an undoing.',
  text string COMMENT 'Its words as written; null of an undoing.',
  property string COMMENT 'Of a person, role or the property that is corrected; of a translation, its language; else null.',
  was string COMMENT 'Of a person, the value that was read; null if none was.',
  value_begin int COMMENT 'Of a person, first UTF-16 unit of the words that carry the value; else null.',
  value_end int COMMENT 'After the last UTF-16 unit of these words.',
  fields array<struct<field:string,value:string>> COMMENT 'What is right; of a rejection, what is not. Of an undoing none.',
  undoes string COMMENT 'Of an undoing the correction that it takes back.',
  reason string COMMENT 'Why, in words.',
  audit_hash string COMMENT 'Hash of the governance.audit entry that announced the act.'
) USING iceberg
COMMENT 'What readers corrected in what was read of documents, and what they undid, one row each. The next run follows it. For operators; readers see mentions.corrections.'
TBLPROPERTIES (
  'format-version' = '2',
  'insight.grain' = 'act_id',
  'insight.lake-version' = '1',
  'write.distribution-mode' = 'none',
  'write.parquet.compression-codec' = 'zstd'
);
