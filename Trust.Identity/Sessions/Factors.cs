using System.Globalization;
using Trust.Identity.Accounts;

namespace Trust.Identity.Sessions;

/// <summary>How somebody proved who they are, and when. Methods are those of RFC 8176.</summary>
internal readonly record struct Factor(string Method, DateTimeOffset Time)
{
    public const string Password = "pwd";
    public const string Sms = "sms";
    public const string Totp = "otp";

    /// <summary>Passkey bound to one device, used with verification of its user.</summary>
    public const string DevicePasskey = "hwk";

    /// <summary>Passkey that the platform's maker copies between devices.</summary>
    public const string SyncedPasskey = "swk";

    public bool IsPasskey => Method is DevicePasskey or SyncedPasskey;
}

/// <summary>The factors of a session: authentication level and what tokens say about it.</summary>
internal static class Factors
{
    public static string Format(IEnumerable<Factor> factors) =>
        string.Join(' ', factors.Select(factor => string.Create(CultureInfo.InvariantCulture, $"{factor.Method}:{factor.Time.ToUnixTimeSeconds()}")));

    public static IReadOnlyList<Factor> Parse(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':')).Select(part =>
            new Factor(part[0], DateTimeOffset.FromUnixTimeSeconds(long.Parse(part[1], CultureInfo.InvariantCulture)))),
    ];

    /// <summary>The newest time of each method stays.</summary>
    public static string With(string text, Factor added) => Format([.. Parse(text).Where(factor => factor.Method != added.Method), added]);

    /// <summary>
    /// Level of the session (standards: four levels; staff levels are another scale): citizens 1 by one factor, 2 by two or a user-verified passkey; staff 1 by password
    /// and second factor, 2 by passkey.
    /// </summary>
    public static int LevelOf(Realm realm, IReadOnlyList<Factor> factors)
    {
        if (factors.Any(factor => factor.IsPasskey))
        {
            return 2;
        }

        return realm == Realm.Citizen ? Math.Min(factors.Count, 2) : factors.Count >= 2 ? 1 : 0;
    }

    /// <summary><c>amr</c> of tokens.</summary>
    public static IReadOnlyList<string> AmrOf(IReadOnlyList<Factor> factors)
    {
        var methods = factors.Select(factor => factor.Method).ToList();
        if (factors.Any(factor => factor.IsPasskey))
        {
            methods.Add("user");
        }

        if (factors.Count > 1 || factors.Any(factor => factor.IsPasskey))
        {
            methods.Add("mfa");
        }

        return methods;
    }
}
