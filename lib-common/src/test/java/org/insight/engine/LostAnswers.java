package org.insight.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A way to a database, under {@code jdbc:lost:…} for {@code jdbc:…}, on which the answer to a
 * commit can be lost, as where a connection breaks between the two.
 */
public final class LostAnswers implements Driver {

  private static final String PREFIX = "jdbc:lost:";

  /** What is to go wrong. */
  enum Fault {
    NONE,
    /** The database commits; the answer does not come. */
    ANSWER,
    /** The same, and the database cannot be reached afterwards. */
    ANSWER_AND_DATABASE,
    /** The database did not commit; that is not said. */
    COMMIT
  }

  private static volatile Fault fault = Fault.NONE;
  private static volatile boolean lost;

  static {
    try {
      DriverManager.registerDriver(new LostAnswers());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on, until it is said otherwise. */
  static void fail(Fault with) {
    fault = with;
    lost = false;
  }

  @Override
  public @Nullable Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    if (lost && fault == Fault.ANSWER_AND_DATABASE) {
      throw new SQLException("The database cannot be reached");
    }
    Connection real =
        DriverManager.getConnection("jdbc:" + url.substring(PREFIX.length()), properties);
    return (Connection)
        Proxy.newProxyInstance(
            LostAnswers.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean loses = method.getName().equals("commit") && fault != Fault.NONE;
              try {
                Object answer =
                    loses && fault == Fault.COMMIT ? null : method.invoke(real, arguments);
                if (loses) {
                  lost = true;
                  throw new SQLException("The connection was closed");
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }
}
