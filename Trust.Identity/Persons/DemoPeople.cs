using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Identity.Data;

namespace Trust.Identity.Persons;

/// <summary>A person of the invented province 云川省.</summary>
/// <param name="Name">Invented name.</param>
/// <param name="Level">Verification level.</param>
/// <param name="Role">Part in the demonstration, Chinese and English.</param>
internal sealed record DemoPerson(string Name, int Level, string Role);

/// <summary>Demo people, present in Development only and marked as demo in their rows.</summary>
internal static class DemoPeople
{
    public static IReadOnlyList<DemoPerson> All { get; } =
    [
        new("林清和", 2, "市民 citizen"),
        new("沈知远", 2, "企业法定代表人 legal representative"),
        new("周明慧", 2, "发证人员 licence official"),
        new("许立诚", 2, "印章制作员 seal maker"),
        new("何静怡", 2, "印章审核员 seal reviewer"),
        new("吴晓岚", 2, "窗口人员 window clerk"),
        new("郑云舟", 2, "窗口人员 window clerk"),
        new("孙博文", 2, "系统管理员 system administrator"),
        new("冯安然", 2, "安全管理员 security administrator"),
        new("陈思齐", 2, "审计管理员 audit administrator"),
    ];

    public static async Task AddAsync(IdentityDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var known = await db.Persons.Where(person => person.IsDemo).Select(person => person.Name).ToListAsync(cancellationToken);
        foreach (var demo in All.Where(demo => !known.Contains(demo.Name)))
        {
            var person = new PersonRecord
            {
                Id = Guid.CreateVersion7(),
                Name = demo.Name,
                Level = demo.Level,
                IsDemo = true,
                CreatedAt = time.GetUtcNow(),
            };
            db.Persons.Add(person);
            db.Audit(Actor.Process("identity"), "identity.person-created", person.Id.ToString("N"), payload: new { person.Level, person.IsDemo });
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
