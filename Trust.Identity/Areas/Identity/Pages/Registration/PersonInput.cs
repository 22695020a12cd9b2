using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Trust.Contracts.Codes;
using Trust.Identity.Registration;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Registration;

/// <summary>What is asked about a person, in the order of the form.</summary>
internal class PersonInput
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    [Display(Order = 1)]
    public string? Name { get; set; }

    [Display(Order = 2)]
    public string? IdNumber { get; set; }

    [Display(Order = 3)]
    public string? Ethnicity { get; set; }

    /// <summary>All ethnicities, the question first.</summary>
    public static IReadOnlyList<SelectListItem> Ethnicities(Words words) =>
        [new(words["请选择"], ""), .. EthnicityCode.All.Select(code => new SelectListItem(Words.IsEnglish ? code.EnglishName : code.Name, code.Value))];

    /// <summary>Reads the three fields and says what is wrong with each.</summary>
    public (string Name, CitizenIdNumber Number, EthnicityCode Ethnicity)? Read(ModelStateDictionary state, Words words, DateTimeOffset now)
    {
        var name = PersonName.Read(Name);
        if (name is null)
        {
            state.AddModelError("Input.Name", words["请按身份证填写姓名。"]);
        }

        var isNumber = CitizenIdNumber.TryParse(IdNumber, out var number);
        if (!isNumber || !number.IsBornBy(DateOnly.FromDateTime(now.ToOffset(China).DateTime)))
        {
            isNumber = false;
            var length = IdNumber?.Trim().Length ?? 0;
            state.AddModelError("Input.IdNumber", length switch
            {
                0 => words["请填写身份证号。"],
                18 => words["身份证号不对，请逐位核对。"],
                _ => words["身份证号应为18位，现在是{0}位。", length],
            });
        }

        var isEthnicity = EthnicityCode.TryParse(Ethnicity, out var ethnicity);
        if (!isEthnicity)
        {
            state.AddModelError("Input.Ethnicity", words["请选择民族。"]);
        }

        return name is not null && isNumber && isEthnicity ? (name, number, ethnicity) : null;
    }
}

/// <summary>Fields of a registration, in the order of the form.</summary>
internal sealed class RegisterInput : PersonInput
{
    [Display(Order = 4)]
    public string? Mobile { get; set; }

    [Display(Order = 5)]
    public string? UserName { get; set; }

    [Display(Order = 6)]
    public string? Password { get; set; }

    [Display(Order = 7)]
    public bool Agreed { get; set; }
}
