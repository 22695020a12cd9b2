using Microsoft.EntityFrameworkCore;
using Trust.Contracts.Codes;
using Trust.Identity.Organisations;
using Trust.Identity.Tests.SignIn;
using Trust.Testing;

namespace Trust.Identity.Tests.Organisations;

/// <summary>One organisation, one unified social credit code (GB 32100).</summary>
[Requirement("IDN-27")]
public sealed class CreditCodeTests(SignInApp started) : IClassFixture<SignInApp>
{
    private readonly IdentityApp app = started.App;

    [Fact]
    public async Task Code_of_every_organisation_has_eighteen_characters_and_both_check_characters()
    {
        var codes = await app.ReadAsync(db => db.Organisations.Where(row => row.IsDemo).Select(row => row.CreditCode).ToListAsync());
        codes.AddRange(await app.ReadAsync(db => db.Staff.Select(row => row.OrganisationCode).Distinct().ToListAsync()));
        Assert.True(codes.Count >= 3, "Nothing was looked at.");
        foreach (var code in codes)
        {
            Assert.Equal(18, code.Length);
            Assert.True(UnifiedSocialCreditCode.TryParse(code, out _), code);
            for (var place = 0; place < code.Length; place++)
            {
                Assert.False(UnifiedSocialCreditCode.TryParse($"{code[..place]}{(code[place] == '7' ? '8' : '7')}{code[(place + 1)..]}", out _), $"{code}, place {place}");
            }
        }
    }

    [Fact]
    public async Task Code_belongs_to_one_organisation()
    {
        await AddAsync("91990102MA0QHCP132");
        var failure = await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync("91990102MA0QHCP132"));
        Assert.Contains("CreditCode", failure.InnerException!.Message, StringComparison.Ordinal);
        await AddAsync("91990102MA0QHCP133");
    }

    private Task<int> AddAsync(string code) => app.ReadAsync(db =>
    {
        db.Organisations.Add(new OrganisationRecord { Id = Guid.CreateVersion7(), CreditCode = code, Name = "一家企业", Region = "990102", IsDemo = false, CreatedAt = app.Time.GetUtcNow() });
        return db.SaveChangesAsync();
    });
}
