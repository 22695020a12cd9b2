using System.Globalization;
using Trust.Contracts.Codes;

namespace Trust.Identity.Tests;

/// <summary>Somebody who registers. The registered ones are people of the sandbox's registry.</summary>
public sealed record Applicant(string Name, string IdNumber, string Ethnicity, string Mobile, string? UserName = null, string Password = Visitor.Password)
{
    private static int last;

    /// <summary>Somebody whom the registry knows.</summary>
    public static Applicant Known(string name, string division, string born, int sequence, string ethnicity = "01") =>
        new(name, NumberOf(division, born, sequence), ethnicity, NewMobile());

    /// <summary>Somebody whom no registry knows.</summary>
    public static Applicant Unknown()
    {
        var index = Interlocked.Increment(ref last);
        return new("方无名", NumberOf("990405", new DateOnly(1950, 1, 1).AddDays(index).ToString("yyyyMMdd", CultureInfo.InvariantCulture), index % 999), "01", NewMobile());
    }

    public static string NewMobile() => string.Create(CultureInfo.InvariantCulture, $"188{Interlocked.Increment(ref last):00000000}");

    public static string NumberOf(string division, string born, int sequence)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{division}{born}{sequence:000}");
        return body + CitizenIdNumber.CheckCharacter(body);
    }

    public (string, string)[] Fields() =>
    [
        ("Input.Name", Name), ("Input.IdNumber", IdNumber), ("Input.Ethnicity", Ethnicity), ("Input.Mobile", Mobile), ("Input.UserName", UserName ?? ""),
        ("Input.Password", Password), ("Input.Agreed", "true"),
    ];

    /// <summary>Fills in both pages.</summary>
    /// <returns>The answer to the code.</returns>
    public async Task<Seen> RegisterAsync(IdentityApp app, Visitor visitor, int codesBefore = 0)
    {
        var begun = await visitor.PostAsync("/account/register", Fields());
        Assert.True(begun.Location == "/account/register/code", string.Join(' ', begun.Faults));
        var code = await app.CodeAsync(Mobile, codesBefore + 1);
        return await visitor.PostAsync("/account/register/code", ("Code", code));
    }
}
