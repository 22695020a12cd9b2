namespace Trust.Contracts.Identity;

/// <summary>Under which code a person's own licences are found.</summary>
/// <param name="Name">Name as proved.</param>
/// <param name="CodeType">Type of the holder's code in a licence (持证主体代码类型): <see cref="HolderCodes.CitizenNumber"/>.</param>
/// <param name="Code">Citizen identification number, whole; it travels between processes of the node only.</param>
public sealed record HolderIdentity(string Name, string CodeType, string Code)
{
    /// <summary>Never name or number.</summary>
    public override string ToString() => "[holder]";
}

/// <summary>Arguments of <see cref="IIdentity.NotifyHolderAsync"/> on the wire.</summary>
/// <param name="CodeType">One of <see cref="HolderCodes"/>.</param>
/// <param name="Code">The holder's code, whole.</param>
/// <param name="Template">One of <see cref="HolderNotices"/>.</param>
/// <param name="LicenceType">Name of the type of licence: 2 to 40 letters, digits and usual marks, nothing that reads as an address. It goes into the text.</param>
public sealed record NotifyHolderCall(string CodeType, string Code, string Template, string LicenceType)
{
    /// <summary>Never the code.</summary>
    public override string ToString() => $"[holder {CodeType}] {Template}";
}

/// <summary>Types of holder codes (持证主体代码类型) by which Identity finds people.</summary>
public static class HolderCodes
{
    /// <summary>Citizen identification number (公民身份号码, GB 11643).</summary>
    public const string CitizenNumber = "111";

    /// <summary>Unified social credit code (统一社会信用代码, GB 32100).</summary>
    public const string CreditCode = "001";
}

/// <summary>Notices that a holder may get; the words are Identity's.</summary>
public static class HolderNotices
{
    /// <summary>A licence was issued (签发).</summary>
    public const string Issued = "licence-issued";

    /// <summary>Its content was changed (变更).</summary>
    public const string Changed = "licence-changed";

    /// <summary>It is suspended for a time (暂停).</summary>
    public const string Suspended = "licence-suspended";

    /// <summary>It counts again (恢复).</summary>
    public const string Resumed = "licence-resumed";

    /// <summary>It counts no more: revoked, cancelled or given back.</summary>
    public const string Ended = "licence-ended";
}
