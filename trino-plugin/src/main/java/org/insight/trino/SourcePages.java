package org.insight.trino;

import io.trino.spi.block.Block;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Trino's pages whose columns are read when they are asked for ({@code
 * io.trino.spi.connector.SourcePage}), which the interface that this is compiled with does not have
 * yet.
 */
final class SourcePages {

  private static volatile @Nullable SourcePages known;

  private final Class<?> type;
  private final MethodHandle positions;
  private final MethodHandle block;

  private SourcePages(Class<?> type) throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    this.type = type;
    this.positions = of(lookup, "getPositionCount", int.class);
    this.block = of(lookup, "getBlock", Block.class, int.class);
  }

  private MethodHandle of(
      MethodHandles.Lookup lookup, String name, Class<?> result, Class<?>... arguments)
      throws ReflectiveOperationException {
    MethodHandle found = lookup.findVirtual(type, name, MethodType.methodType(result, arguments));
    return found.asType(found.type().changeParameterType(0, Object.class));
  }

  /** The pages of this type. */
  static SourcePages of(Class<?> type) {
    SourcePages pages = known;
    if (pages == null || pages.type != type) {
      try {
        pages = new SourcePages(type);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot filter rows: another kind of Trino's pages", e);
      }
      known = pages;
    }
    return pages;
  }

  /** A page of this type, whose calls are answered so. */
  Object of(InvocationHandler answers) {
    return Proxy.newProxyInstance(
        SourcePages.class.getClassLoader(), new Class<?>[] {type}, answers);
  }

  int positions(Object page) throws Throwable {
    return (int) positions.invokeExact(page);
  }

  Block block(Object page, int channel) throws Throwable {
    return (Block) block.invokeExact(page, channel);
  }
}
