namespace Trust.Hosting.Actors;

/// <summary>The cookies of browser sessions.</summary>
public static class SessionCookie
{
    /// <summary>How long the front relies on an answer about a session.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);

    /// <summary>Name of a realm's cookie.</summary>
    /// <param name="staff">Staff realm.</param>
    /// <param name="https">Whether people arrive by https: then the name binds it to host and path.</param>
    public static string NameOf(bool staff, bool https) => (https ? "__Host-" : "") + (staff ? "trust-staff" : "trust-session");
}
