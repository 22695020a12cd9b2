using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Trust.License.Issuing;
using Trust.License.Types;
using Trust.Web;

namespace Trust.License.Areas.License.Pages.Console;

/// <summary>Fields of a licence as an official types them; for issuing and for another version.</summary>
internal sealed class LicenceInput
{
    public string? HolderName { get; set; }

    public string? HolderCodeType { get; set; }

    public string? HolderCode { get; set; }

    public string? Number { get; set; }

    public string? IssuedOn { get; set; }

    public string? ValidTo { get; set; }

    public Dictionary<string, string?> Items { get; set; } = [];

    public static LicenceInput Of(IssueForm form, DateOnly today) => new()
    {
        HolderName = form.HolderName,
        HolderCodeType = form.HolderCodeType,
        HolderCode = form.HolderCode,
        Number = form.Number,
        IssuedOn = LicenceMetadata.Iso(today),
        ValidTo = form.ValidTo is { } end ? LicenceMetadata.Iso(end) : null,
        Items = form.Items.ToDictionary(item => item.Key, item => (string?)item.Value),
    };

    /// <summary>The form; a date that is none becomes one that is refused.</summary>
    public IssueForm ToForm(string typeCode, string issuerCode) => new()
    {
        TypeCode = typeCode,
        IssuerCode = issuerCode,
        HolderName = HolderName ?? "",
        HolderCodeType = HolderCodeType ?? "",
        HolderCode = HolderCode ?? "",
        Number = Number ?? "",
        IssuedOn = Day(IssuedOn) ?? DateOnly.MaxValue,
        ValidTo = string.IsNullOrWhiteSpace(ValidTo) ? null : Day(ValidTo) ?? DateOnly.MinValue,
        Items = Items.Where(item => item.Value is not null).ToDictionary(item => item.Key, item => item.Value!),
    };

    public static IReadOnlyList<SelectListItem> HolderKinds(LicenceType type, Words words) =>
        [.. type.HolderCodeTypes.Select(code => new SelectListItem(code == "001" ? words["单位（统一社会信用代码）"] : words["个人（公民身份号码）"], code))];

    /// <summary>Says each fault at its field.</summary>
    public static void Say(IEnumerable<FormFault> faults, LicenceType type, ModelStateDictionary state, Words words)
    {
        foreach (var fault in faults)
        {
            var (field, text) = fault.Field switch
            {
                nameof(IssueForm.HolderName) => ("Input.HolderName", words["持有人名称为2到100个字。"]),
                nameof(IssueForm.HolderCodeType) => ("Input.HolderCodeType", words["这类证照不发给这种持有人。"]),
                nameof(IssueForm.HolderCode) => ("Input.HolderCode", words["代码不对，请逐位核对。"]),
                nameof(IssueForm.Number) => ("Input.Number", words["证照编号为4到40位字母、数字或短横。"]),
                nameof(IssueForm.IssuedOn) => ("Input.IssuedOn", words["请核对日期：签发日期不能晚于今天，到期不能早于签发。"]),
                "" => ("", words["填写的内容和证照类型对不上，请刷新页面再试。"]),
                var item => ($"Input.Items[{item}]", words["请按要求填写“{0}”。", Words.IsEnglish ? type.Field(item)!.LabelEn : type.Field(item)!.Label]),
            };
            state.AddModelError(field, text);
        }
    }

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
