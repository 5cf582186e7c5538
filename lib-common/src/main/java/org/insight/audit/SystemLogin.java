package org.insight.audit;

import com.sun.security.auth.module.UnixSystem;

/**
 * The user that this process runs as, told by the system; what the environment or a Java property
 * says of it is not asked, for whoever runs the command sets these.
 */
public final class SystemLogin {

  private SystemLogin() {}

  /** Name of the user, or {@code uid:} and the number of one without a name. */
  public static String name() {
    try {
      UnixSystem system = new UnixSystem();
      String name = system.getUsername();
      return name == null || name.isBlank() ? "uid:" + system.getUid() : name;
    } catch (UnsatisfiedLinkError e) {
      return "system user " + System.getProperty("user.name", "unknown");
    }
  }
}
