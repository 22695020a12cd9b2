using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Data;
using Trust.Identity.Organisations;
using Trust.Identity.Persons;
using Trust.Identity.Staff;

namespace Trust.Identity.Accounts;

/// <summary>A post of the demonstration.</summary>
internal sealed record DemoPost(string Name, string StaffNumber, string Role, string Post, string OrganisationCode, string OrganisationName, string Region);

/// <summary>Demo people with their accounts, present in Development only: password and one-time-code secrets are public knowledge.</summary>
internal sealed class DemoAccounts(
    IdentityDbContext db, FieldCipher cipher, LookupHash hash, IPasswordHasher<AccountRecord> passwords, TimeProvider time)
{
    public const string Password = "Trust-Demo-2026!";

    public static IReadOnlyList<DemoPost> Staff { get; } =
    [
        Market("周明慧", "YC2001", StaffRoles.LicenceOfficial, "发证岗"),
        Market("韩亦诚", "YC2004", StaffRoles.LicenceOfficial, "发证岗"),
        Office("许立诚", "YC1001", StaffRoles.SealMaker, "印章制作岗"),
        Office("何静怡", "YC1002", StaffRoles.SealReviewer, "印章审核岗"),
        Market("吴晓岚", "YC2002", StaffRoles.Window, "综合窗口"),
        Market("郑云舟", "YC2003", StaffRoles.Window, "综合窗口"),
        Office("孙博文", "YC1003", StaffRoles.SystemAdministrator, "系统管理岗"),
        Office("冯安然", "YC1004", StaffRoles.SecurityAdministrator, "安全管理岗"),
        Office("陈思齐", "YC1005", StaffRoles.AuditAdministrator, "审计管理岗"),
    ];

    /// <summary>Base32 secret of a demo post.</summary>
    public static string TotpSecretOf(string staffNumber) =>
        Base32Encoding.ToString(SHA256.HashData(Encoding.UTF8.GetBytes($"trust-demo-totp|{staffNumber}")).AsSpan(0, 20).ToArray());

    public async Task AddAsync(CancellationToken cancellationToken)
    {
        var known = await db.Persons.Where(person => person.IsDemo).ToDictionaryAsync(person => person.Name, cancellationToken);
        if (DemoPeople.All.All(demo => known.ContainsKey(demo.Name)))
        {
            return;
        }

        // Hashed once: the same public password for everybody.
        var password = new Lazy<string>(() => passwords.HashPassword(null!, Password));
        foreach (var demo in DemoPeople.All.Where(demo => !known.ContainsKey(demo.Name)))
        {
            var person = AddPerson(demo);
            AddAccount(person, demo, Realm.Citizen, null, password.Value);
            if (Staff.FirstOrDefault(post => post.Name == demo.Name) is { } post)
            {
                await AddStaffAsync(AddAccount(person, demo, Realm.Staff, post.StaffNumber, password.Value), post, cancellationToken);
            }

            if (demo.Name == DemoPeople.RepresentativeName)
            {
                AddCompany(person);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private PersonRecord AddPerson(DemoPerson demo)
    {
        var now = time.GetUtcMicroseconds();
        var id = Guid.CreateVersion7(now);
        var person = new PersonRecord
        {
            Id = id,
            Name = demo.Name,
            IdNumber = cipher.Encrypt(PersonRecord.IdNumberColumn, id, demo.IdNumber.Reveal()),
            IdNumberHash = hash.Of("id-number", demo.IdNumber.Reveal()),
            Ethnicity = demo.Ethnicity.Value,
            Level = demo.Level,
            LevelExpiresAt = now.AddYears(2),
            Registry = RegistryState.Confirmed,
            IsDemo = true,
            CreatedAt = now,
        };
        db.Persons.Add(person);
        db.Verifications.Add(new VerificationRecord { Id = Guid.CreateVersion7(now), PersonId = id, Level = demo.Level, Source = "demo", Time = now, ExpiresAt = now.AddYears(2) });
        db.Audit(Actor.Process("identity"), "identity.person-created", id.ToString("N"), payload: new { person.Level, person.IsDemo });
        return person;
    }

    private AccountRecord AddAccount(PersonRecord person, DemoPerson demo, Realm realm, string? userName, string passwordHash)
    {
        var now = time.GetUtcMicroseconds();
        var id = Guid.NewGuid();
        var account = new AccountRecord
        {
            Id = id,
            Realm = realm,
            PersonId = person.Id,
            UserName = userName,
            NormalizedUserName = userName?.ToUpperInvariant(),
            PasswordHash = passwordHash,
            PasswordChangedAt = now,
            Mobile = cipher.Encrypt(AccountRecord.MobileColumn, id, demo.Mobile.Reveal()),
            MobileHash = hash.Of("mobile", demo.Mobile.Reveal()),
            MobileProvedAt = now,
            IsDemo = true,
            CreatedAt = now,
        };
        db.Accounts.Add(account);
        db.Audit(Actor.Process("identity"), "identity.account-created", id.ToString("N"), payload: new { account.Realm, account.IsDemo });
        return account;
    }

    private async Task AddStaffAsync(AccountRecord account, DemoPost post, CancellationToken cancellationToken)
    {
        db.Staff.Add(new StaffRecord
        {
            AccountId = account.Id,
            StaffNumber = post.StaffNumber,
            OrganisationCode = post.OrganisationCode,
            OrganisationName = post.OrganisationName,
            Region = post.Region,
            Post = post.Post,
            TotpSecret = cipher.Encrypt(StaffRecord.TotpColumn, account.Id, TotpSecretOf(post.StaffNumber)),
        });

        // The province's office works for the whole province, a city's for its own rows.
        var scope = post.OrganisationCode == DemoOrganisations.Office
            ? new ScopedRole(post.Role, null, null)
            : new ScopedRole(post.Role, post.Region, post.OrganisationCode);
        var granted = await GrantRole.GrantAsync(db, Actor.Process("identity"), account.Id, scope, time, cancellationToken);
        _ = granted.Succeeded ? true : throw new InvalidOperationException(granted.Error.Detail);
    }

    private void AddCompany(PersonRecord representative)
    {
        var now = time.GetUtcMicroseconds();
        var company = new OrganisationRecord
        {
            Id = Guid.CreateVersion7(now),
            CreditCode = DemoOrganisations.Company,
            Name = DemoOrganisations.CompanyName,
            Region = "990100",
            IsDemo = true,
            CreatedAt = now,
        };
        db.Organisations.Add(company);
        db.Representations.Add(new RepresentationRecord
        {
            Id = Guid.CreateVersion7(now),
            OrganisationId = company.Id,
            PersonId = representative.Id,
            Role = "legal-representative",
            ValidFrom = now,
        });
        db.Audit(Actor.Process("identity"), "identity.organisation-created", company.Id.ToString("N"), payload: new { company.CreditCode, company.IsDemo });
    }

    private static DemoPost Office(string name, string number, string role, string post) =>
        new(name, number, role, post, DemoOrganisations.Office, DemoOrganisations.OfficeName, "990000");

    private static DemoPost Market(string name, string number, string role, string post) =>
        new(name, number, role, post, DemoOrganisations.Market, DemoOrganisations.MarketName, "990100");
}
