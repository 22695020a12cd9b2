using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Hosting.Actors;
using Trust.Hosting.Http;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Registration;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Registration;

/// <summary>What the population registry says about the person, and the correction of what it refused.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Secret)]
internal sealed class StateModel(IdentityDbContext db, CorrectRegistration correct, TimeProvider time, Words words) : PageModel
{
    public const string Path = "/account/registration";

    [BindProperty]
    public PersonInput Input { get; set; } = new();

    public RegistryState Registry { get; private set; }

    public int Level { get; private set; }

    /// <summary>What was refused, in words.</summary>
    public IReadOnlyList<string> Faults { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not { } person)
        {
            return NotFound();
        }

        Input = new PersonInput { Name = person.Name == PersonRecord.NoName ? null : person.Name, Ethnicity = person.Ethnicity };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is null)
        {
            return NotFound();
        }

        if (Input.Read(ModelState, words, time.GetUtcNow()) is not { } read)
        {
            return Page();
        }

        var correction = await correct.CorrectAsync(HttpContext.GetActor(), read.Name, read.Ethnicity, read.Number, cancellationToken);
        if (correction == Correction.TooOften)
        {
            ModelState.AddModelError("", words["今天已经更正了很多次。请明天再试，或者带身份证到政务服务中心窗口办理。"]);
            return Page();
        }

        return Redirect(Path);
    }

    private async Task<PersonRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        Response.Headers.CacheControl = "no-cache, no-store";
        if (HttpContext.GetActor() is not { Kind: ActorKind.Person, PersonId: { } id, Capacity.Kind: not CapacityKind.Staff }
            || await db.Persons.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } person)
        {
            return null;
        }

        Registry = person.Registry;
        Level = person.LevelAt(time.GetUtcNow());
        Faults = [.. (person.RegistryFaults ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Explain)];
        return person;
    }

    private string Explain(string fault) => fault switch
    {
        RegistryFaults.Name => words["姓名与人口信息库不一致。请按身份证填写，少数民族姓名的间隔号用“·”。"],
        RegistryFaults.Ethnicity => words["民族与人口信息库不一致。"],
        RegistryFaults.Sex => words["人口信息库里的性别与身份证号不符，请到户籍所在地派出所更正。"],
        RegistryFaults.NotFound => words["人口信息库里没有这个身份证号，请逐位核对。"],
        RegistryFaults.Deceased => words["人口信息库显示此人已经去世。如果有误，请到户籍所在地派出所更正。"],
        RegistryFaults.ProvedElsewhere => words["另一个人带身份证件到窗口，证明您登记的身份证号是他本人的，这个账号已退回未实名。登录方式不变。下面只填您本人的信息；如果您认为有误，请带本人身份证到政务服务中心窗口。"],
        _ => words["核对没有完成。请带身份证到任何一个政务服务中心窗口办理。"],
    };
}
