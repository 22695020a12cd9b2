using Microsoft.EntityFrameworkCore;
using OtpNet;
using Trust.Hosting.Keys;
using Trust.Identity.Data;

namespace Trust.Identity.Staff;

/// <summary>Time-based one-time codes (RFC 6238): 30 seconds, six digits, one step to each side, every step taken once.</summary>
internal sealed class Totp(IdentityDbContext db, FieldCipher cipher, TimeProvider time)
{
    private const int SecretBytes = 20;
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>Base32 of 160 random bits.</summary>
    public static string NewSecret() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(SecretBytes));

    /// <summary>The code of this moment, for the sandbox of a development installation.</summary>
    public static string CodeOf(string secret, DateTimeOffset now) => Of(secret).ComputeTotp(now.UtcDateTime);

    /// <summary>Takes a code: of any number of uses of one step exactly one counts.</summary>
    public async Task<bool> TakeAsync(StaffRecord staff, string? code, CancellationToken cancellationToken)
    {
        if (staff.TotpSecret is not { } sealedSecret || code is not { Length: 6 } || !code.All(char.IsAsciiDigit))
        {
            return false;
        }

        var secret = cipher.Decrypt(StaffRecord.TotpColumn, staff.AccountId, sealedSecret);
        return Of(secret).VerifyTotp(time.GetUtcNow().UtcDateTime, code, out var step, Window)
            && await db.Staff.Where(row => row.AccountId == staff.AccountId && row.LastTotpStep < step)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastTotpStep, step), cancellationToken) == 1;
    }

    private static OtpNet.Totp Of(string secret) => new(Base32Encoding.ToBytes(secret));
}
