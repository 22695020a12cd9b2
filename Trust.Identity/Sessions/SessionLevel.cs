using Trust.Contracts;
using Trust.Identity.Accounts;
using Trust.Identity.Persons;

namespace Trust.Identity.Sessions;

/// <summary>Effective level and its name: the lower of how well the person is known and how the session was authenticated.</summary>
internal static class SessionLevel
{
    public const string AcrPrefix = "urn:gov-trust:acr:";

    public static int Of(SessionRecord session, PersonRecord person, DateTimeOffset now)
    {
        // After the session's own end a grant may go on (offline access), but nobody has shown two factors lately.
        var authenticated = Factors.LevelOf(session.Realm, Factors.Parse(session.Factors));
        if (session.ExpiresAt <= now)
        {
            authenticated = session.Realm == Realm.Staff ? 0 : Math.Min(authenticated, 1);
        }

        return session.Realm == Realm.Staff ? authenticated : Math.Min(authenticated, person.LevelAt(now));
    }

    /// <summary><c>acr</c>: anonymous is the same for every kind.</summary>
    public static string AcrOf(CapacityKind kind, int level) => level == 0 ? AcrPrefix + "l0" : $"{AcrPrefix}{NameOf(kind)}:l{level}";

    /// <summary>Level that an <c>acr</c> value of this kind names; null for another kind or an unknown value.</summary>
    public static int? LevelOf(string acr, CapacityKind kind)
    {
        if (acr == AcrPrefix + "l0")
        {
            return 0;
        }

        var prefix = $"{AcrPrefix}{NameOf(kind)}:l";
        return acr.Length == prefix.Length + 1 && acr.StartsWith(prefix, StringComparison.Ordinal) && acr[^1] is '1' or '2' or '3' ? acr[^1] - '0' : null;
    }

    private static string NameOf(CapacityKind kind) => kind switch
    {
        CapacityKind.Staff => "staff",
        CapacityKind.Legal => "legal",
        _ => "natural",
    };
}
