using Microsoft.AspNetCore.Mvc.Rendering;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Identity.Registration;
using Trust.Web;

namespace Trust.Identity.Window;

/// <summary>Words of the window for its clerks.</summary>
internal static class WindowWords
{
    public static string Of(Words words, WindowDocument document) => document switch
    {
        WindowDocument.TemporaryIdCard => words["临时居民身份证"],
        WindowDocument.ResidencePermit => words["港澳台居民居住证"],
        WindowDocument.ForeignerCard => words["外国人永久居留身份证"],
        _ => words["居民身份证"],
    };

    public static IReadOnlyList<SelectListItem> Documents(Words words) =>
        [.. Enum.GetValues<WindowDocument>().Select(document => new SelectListItem(Of(words, document), document.ToString()))];

    /// <summary>A refusal in a sentence, and the field that it is about.</summary>
    public static (string Field, string Sentence) Explain(Words words, TrustError error) => error.Code switch
    {
        "identity.window-no-account" => ("Input.Mobile", words["这个手机号下没有登记这个身份证号的账号。请本人先用这个手机号注册，再来登记核验。"]),
        "identity.window-proved-elsewhere" => ("Input.IdNumber", words["这个身份证号已经在窗口为另一个账号核验过。请本人用那个账号；用不了的，请报系统管理员处理。"]),
        "identity.window-document" => ("Input.Document", words["这个号码不是这种证件上的，请看清证件种类。"]),
        "identity.window-own-number" => ("", words["不能给自己核验，请找另一个窗口。"]),
        "identity.window-same-person" => ("", words["登记的人不能复核自己登记的，要由另一个人来做。"]),
        "identity.window-decided" => ("", words["这次核验已经结束，或者超过了24小时。"]),
        "identity.window-reason" => ("", words["请写明不通过的原因，2到200个字。"]),
        "identity.window-registry-away" => ("", words["人口信息库暂时没有答复，现在不能通过。登记还在，请过一会儿再复核。"]),
        "identity.window-registry-refused" => Refused(words, error.Detail),
        "identity.window-changed" => ("", words["刚才有别人在改这个账号。请再试一次。"]),
        "identity.window-out-of-reach" => ("", words["您的角色管不到这个单位。"]),
        _ when error.Code == IdentityErrors.ActRefused.Code => ("", words["这项操作要用通行密钥确认。"]),
        _ => ("", words["没有完成。请刷新页面，再试一次。"]),
    };

    private static (string Field, string Sentence) Refused(Words words, string faults) => faults.Split(' ')[0] switch
    {
        RegistryFaults.Name => ("Input.Name", words["人口信息库答复：姓名与这个身份证号不一致。请照证件再看一遍；证件也是这样写的，请本人到户籍所在地派出所更正。"]),
        RegistryFaults.Ethnicity => ("Input.Ethnicity", words["人口信息库答复：民族不一致。请照证件再看一遍。"]),
        RegistryFaults.NotFound => ("Input.IdNumber", words["人口信息库答复：没有这个身份证号，请逐位核对。"]),
        RegistryFaults.Deceased => ("Input.IdNumber", words["人口信息库答复：此人已经去世。如果有误，请到户籍所在地派出所更正。"]),
        _ => ("Input.IdNumber", words["人口信息库里的性别与身份证号不符，请到户籍所在地派出所更正。"]),
    };
}
