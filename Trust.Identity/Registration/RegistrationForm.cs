using Trust.Contracts.Codes;

namespace Trust.Identity.Registration;

/// <summary>A form that is in order, as it waits encrypted for its code. The password is hashed already.</summary>
/// <param name="Name">Name.</param>
/// <param name="IdNumber">Identity number, whole.</param>
/// <param name="Ethnicity">GB/T 3304 code.</param>
/// <param name="Mobile">E.164.</param>
/// <param name="UserName">As typed, or null.</param>
/// <param name="PasswordHash">Versioned hash.</param>
/// <param name="Agreement">Version of the service agreement that was agreed to.</param>
internal sealed record RegistrationForm(string Name, string IdNumber, string Ethnicity, string Mobile, string? UserName, string PasswordHash, string Agreement)
{
    public CitizenIdNumber Number() => CitizenIdNumber.Parse(IdNumber);

    public MobileNumber Telephone() => MobileNumber.Parse(Mobile);

    // The text of a record would repeat everything.
    public override string ToString() => nameof(RegistrationForm);
}

/// <summary>The service agreement; its version is recorded with each registration.</summary>
internal static class ServiceAgreement
{
    public const string Version = "2026-11";
}
