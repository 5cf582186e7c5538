package org.insight.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.insight.core.Sha256;
import org.junit.jupiter.api.Test;

class EventBodyTest {

  @Test
  void itIsNamedByItsLengthAndItsHash() throws IOException {
    EventBody body =
        new EventBody(new ByteArrayInputStream(new byte[] {'a', 'b', 'c'}), 3, () -> {});
    assertThat(body.read()).isEqualTo('a');
    body.drain();
    assertThat(body.isTooLong()).isFalse();
    assertThat(body.inWords()).isEqualTo("an event of 3 bytes, SHA-256 " + Sha256.hex("abc"));
  }

  @Test
  void oneWithoutEndIsReadUpToABound() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }
        };
    EventBody body = new EventBody(endless, 100_000, () -> {});
    body.drain();
    assertThat(body.isTooLong()).isTrue();
    assertThat(body.inWords()).isEqualTo("an event of more than 100000 bytes");
  }
}
