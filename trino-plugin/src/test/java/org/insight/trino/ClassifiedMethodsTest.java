package org.insight.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.spi.Page;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorPageSourceProviderFactory;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorSplitSource.ConnectorSplitBatch;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.SampleType;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.security.AccessDeniedException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method by which the Trino that runs reaches the lake is written down in the guard and in
 * {@code classified-methods.txt}, and the guard does with it what the list says.
 */
class ClassifiedMethodsTest {

  private static final Map<Class<?>, Class<?>> GUARDS =
      Map.of(
          Connector.class, GuardedConnector.class,
          ConnectorMetadata.class, GuardedMetadata.class,
          ConnectorSplitManager.class, GuardedSplitManager.class,
          ConnectorSplitSource.class, GuardedSplitSource.class,
          ConnectorSplit.class, GuardedSplit.class,
          ConnectorPageSourceProviderFactory.class, GuardedPageSources.Factory.class,
          ConnectorPageSourceProvider.class, GuardedPageSources.class,
          ConnectorPageSource.class, VisibleRows.class,
          SourcePage.class, MarkedPage.class,
          ConnectorTransactionHandle.class, GuardedTransaction.class);

  private record Column() implements ColumnHandle {}

  private record Table() implements ConnectorTableHandle {}

  private static final ColumnHandle LABEL = new Column();
  private static final ConnectorSession SESSION =
      new WhyTest.Session("q", new WhyTest.Whole(Set.of(), Optional.empty()));
  private static final ConnectorTransactionHandle TRANSACTION = new ConnectorTransactionHandle() {};
  private static final GuardedTable TABLE =
      new GuardedTable(new SchemaTableName("curated", "trends_monthly"), new Table(), LABEL, true);

  /** By interface: the kind of each method. */
  private static Map<String, Map<String, String>> classified() throws IOException {
    Map<String, Map<String, String>> classified = new HashMap<>();
    try (InputStream in =
        Objects.requireNonNull(
            ClassifiedMethodsTest.class.getResourceAsStream("classified-methods.txt"))) {
      Map<String, String> methods = Map.of();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("[")) {
          methods = new HashMap<>();
          classified.put(line.substring(1, line.length() - 1), methods);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split(" ", 2);
          assertThat(methods.put(parts[1], parts[0])).as(line).isNull();
        }
      }
    }
    return classified;
  }

  private static Stream<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods()).filter(m -> !Modifier.isStatic(m.getModifiers()));
  }

  private static String signature(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  static Stream<Class<?>> interfaces() {
    return GUARDS.keySet().stream();
  }

  @Test
  void everyInterfaceIsListed() throws IOException {
    assertThat(classified().keySet())
        .containsExactlyInAnyOrderElementsOf(interfaces().map(Class::getSimpleName).toList());
  }

  @ParameterizedTest
  @MethodSource("interfaces")
  void everyMethodIsListedAndInTheGuard(Class<?> type) throws IOException {
    assertThat(methods(type).map(ClassifiedMethodsTest::signature))
        .as("the list of %s", type.getSimpleName())
        .containsExactlyInAnyOrderElementsOf(
            Objects.requireNonNull(classified().get(type.getSimpleName())).keySet());
    Class<?> guard = Objects.requireNonNull(GUARDS.get(type));
    Set<String> declared =
        Arrays.stream(guard.getDeclaredMethods())
            .filter(m -> !m.isBridge())
            .map(ClassifiedMethodsTest::signature)
            .collect(Collectors.toSet());
    assertThat(declared)
        .as("declared by %s", guard.getSimpleName())
        .containsAll(methods(type).map(ClassifiedMethodsTest::signature).toList());
  }

  /** What Iceberg's connector was asked. */
  private final List<String> asked = new ArrayList<>();

  @ParameterizedTest
  @MethodSource("interfaces")
  void theGuardDoesWhatTheListSays(Class<?> type) throws Exception {
    Map<String, String> kinds = Objects.requireNonNull(classified().get(type.getSimpleName()));
    for (Method method : methods(type).toList()) {
      String signature = signature(method);
      Object guard = guard(type);
      Object[] arguments =
          Arrays.stream(method.getParameterTypes()).map(ClassifiedMethodsTest::some).toArray();
      asked.clear();
      method.setAccessible(true);
      switch (Objects.requireNonNull(kinds.get(signature))) {
        case "forwarded" -> {
          method.invoke(guard, arguments);
          assertThat(asked).as(signature).contains(signature);
        }
        case "answered" -> method.invoke(guard, arguments);
        case "refused" -> {
          assertThatThrownBy(() -> method.invoke(guard, arguments))
              .as(signature)
              .isInstanceOf(InvocationTargetException.class)
              .cause()
              .isInstanceOfAny(AccessDeniedException.class, UnsupportedOperationException.class);
          assertThat(asked).as(signature).isEmpty();
        }
        default -> throw new AssertionError(signature);
      }
    }
  }

  private Object guard(Class<?> type) throws IOException {
    return switch (type.getSimpleName()) {
      case "Connector" -> new GuardedConnector(inner(Connector.class), 1);
      case "ConnectorMetadata" ->
          new GuardedMetadata(inner(ConnectorMetadata.class), transaction());
      case "ConnectorSplitManager" ->
          new GuardedSplitManager(inner(ConnectorSplitManager.class), 1);
      case "ConnectorSplitSource" ->
          new GuardedSplitSource(inner(ConnectorSplitSource.class), 1, split -> "file");
      case "ConnectorSplit" -> new GuardedSplit(List.of());
      case "ConnectorPageSourceProviderFactory" ->
          new GuardedPageSources.Factory(inner(ConnectorPageSourceProviderFactory.class));
      case "ConnectorPageSourceProvider" ->
          new GuardedPageSources.Factory(() -> inner(ConnectorPageSourceProvider.class))
              .createPageSourceProvider();
      case "ConnectorPageSource" -> {
        VisibleRows rows =
            new VisibleRows(
                List.of(inner(ConnectorSplit.class)),
                split -> inner(ConnectorPageSource.class),
                SESSION,
                0,
                1);
        rows.getNextSourcePage();
        yield rows;
      }
      case "SourcePage" ->
          new MarkedPage(
              SourcePage.create(new Page(new LongArrayBlock(2, Optional.empty(), new long[2]))),
              1,
              new VisibleValues[] {new VisibleValues()},
              0,
              null,
              2);
      case "ConnectorTransactionHandle" -> transaction();
      default -> throw new AssertionError(type);
    };
  }

  private static GuardedTransaction transaction() {
    return new GuardedTransaction(TRANSACTION, SESSION.getQueryId());
  }

  /** A part of Iceberg's connector that writes down what it is asked. */
  private <T> T inner(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            ClassifiedMethodsTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              asked.add(signature(method));
              return answer(method.getReturnType());
            }));
  }

  private @Nullable Object answer(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "boolean" -> false;
      case "int" -> 0;
      case "long" -> 0L;
      case "List", "Collection" -> List.of();
      case "Set" -> Set.of();
      case "Map" -> Map.of();
      case "Optional" -> Optional.empty();
      case "OptionalLong" -> OptionalLong.empty();
      case "Iterator" -> List.of().iterator();
      case "CompletableFuture" ->
          CompletableFuture.completedFuture(new ConnectorSplitBatch(List.of(), true));
      case "ConnectorTableHandle" -> new Table();
      case "ConnectorTransactionHandle" -> TRANSACTION;
      default ->
          type.isInterface() && GUARDS.containsKey(type) && type != SourcePage.class
              ? inner(type)
              : null;
    };
  }

  private static @Nullable Object some(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "boolean" -> true;
      case "int" -> 0;
      case "int[]" -> new int[] {0};
      case "long" -> 1L;
      case "double" -> 0.5;
      case "List" -> List.of();
      case "Map" -> Map.of();
      case "Optional" -> Optional.empty();
      case "ConnectorSession" -> SESSION;
      case "ConnectorTransactionHandle" -> transaction();
      case "ConnectorTableHandle" -> TABLE;
      case "ConnectorSplit" -> new GuardedSplit(List.of());
      case "ColumnHandle" -> LABEL;
      case "Constraint" -> Constraint.alwaysTrue();
      case "SampleType" -> SampleType.SYSTEM;
      case "ObjLongConsumer" -> (java.util.function.ObjLongConsumer<Object>) (part, bytes) -> {};
      default -> null;
    };
  }
}
