using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Data;
using Trust.Identity.Accounts;
using Trust.Identity.Data;

namespace Trust.Identity.Staff;

/// <summary>Accounts and passkeys as ASP.NET Core Identity asks for them. Changes wait in the context; the caller saves them with their audit row.</summary>
internal sealed class PasskeyStore(IdentityDbContext db, TimeProvider time) : IUserPasskeyStore<AccountRecord>
{
    private sealed record Kept(
        byte[] PublicKey, DateTimeOffset CreatedAt, uint SignCount, string[]? Transports, bool IsUserVerified, bool IsBackupEligible, bool IsBackedUp,
        byte[] AttestationObject, byte[] ClientDataJson);

    public async Task AddOrUpdatePasskeyAsync(AccountRecord user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var data = JsonSerializer.Serialize(new Kept(
            passkey.PublicKey, passkey.CreatedAt, passkey.SignCount, passkey.Transports, passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp,
            passkey.AttestationObject, passkey.ClientDataJson));
        if (await db.Passkeys.FindAsync([passkey.CredentialId], cancellationToken) is { } known)
        {
            known.Data = data;
            known.LastUsedAt = time.GetUtcMicroseconds();
            return;
        }

        db.Passkeys.Add(new PasskeyRecord
        {
            CredentialId = passkey.CredentialId,
            AccountId = user.Id,
            Name = passkey.Name ?? "",
            Data = data,
            CreatedAt = time.GetUtcMicroseconds(),
        });
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(AccountRecord user, CancellationToken cancellationToken) =>
        [.. (await db.Passkeys.AsNoTracking().Where(row => row.AccountId == user.Id).ToListAsync(cancellationToken)).Select(Read)];

    public async Task<AccountRecord?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(row => row.CredentialId == credentialId, cancellationToken) is { } passkey
            ? await db.Accounts.SingleOrDefaultAsync(account => account.Id == passkey.AccountId && account.DisabledAt == null, cancellationToken)
            : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(AccountRecord user, byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(row => row.CredentialId == credentialId && row.AccountId == user.Id, cancellationToken) is { } passkey ? Read(passkey) : null;

    public async Task RemovePasskeyAsync(AccountRecord user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await db.Passkeys.SingleOrDefaultAsync(row => row.CredentialId == credentialId && row.AccountId == user.Id, cancellationToken) is { } passkey)
        {
            db.Passkeys.Remove(passkey);
        }
    }

    public Task<AccountRecord?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Guid.TryParse(userId, out var id)
        ? db.Accounts.SingleOrDefaultAsync(account => account.Id == id && account.DisabledAt == null, cancellationToken)
        : Task.FromResult<AccountRecord?>(null);

    public Task<AccountRecord?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        db.Accounts.SingleOrDefaultAsync(account => account.Realm == Realm.Staff && account.NormalizedUserName == normalizedUserName, cancellationToken);

    public Task<string> GetUserIdAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString("N"));

    public Task<string?> GetUserNameAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult(user.UserName);

    public Task<string?> GetNormalizedUserNameAsync(AccountRecord user, CancellationToken cancellationToken) => Task.FromResult(user.NormalizedUserName);

    // Accounts are made and changed by their own features, which write the audit row.
    public Task SetUserNameAsync(AccountRecord user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(AccountRecord user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(AccountRecord user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(AccountRecord user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(AccountRecord user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
        // The scope owns the context.
    }

    private static UserPasskeyInfo Read(PasskeyRecord passkey)
    {
        var kept = JsonSerializer.Deserialize<Kept>(passkey.Data)!;
        return new UserPasskeyInfo(
            passkey.CredentialId, kept.PublicKey, kept.CreatedAt, kept.SignCount, kept.Transports, kept.IsUserVerified, kept.IsBackupEligible, kept.IsBackedUp,
            kept.AttestationObject, kept.ClientDataJson)
        { Name = passkey.Name };
    }
}
