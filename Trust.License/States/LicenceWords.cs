using Trust.License.Data;
using Trust.Web;

namespace Trust.License.States;

/// <summary>States, causes and uses for people.</summary>
internal static class LicenceWords
{
    /// <summary>As <see cref="LicenceStates.OnDay"/> names states.</summary>
    public static string Of(Words words, string state) => state switch
    {
        StateNames.Valid => words["有效"],
        StateNames.Suspended => words["暂扣"],
        StateNames.Annulled => words["撤销"],
        StateNames.Cancelled => words["注销"],
        StateNames.Revoked => words["吊销"],
        StateNames.Transferred => words["已转出"],
        StateNames.Superseded => words["已换发"],
        StateNames.Expired => words["已过期"],
        _ => words["未生效"],
    };

    public static string Of(Words words, LicenceState state) => state switch
    {
        LicenceState.Issuing => words["正在制证"],
        LicenceState.Voided => words["制证没有完成"],
        _ => Of(words, LicenceStates.Name(state)),
    };

    public static State Badge(string state) => state switch
    {
        StateNames.Valid => State.Ok,
        StateNames.Suspended or StateNames.Expired => State.Warn,
        StateNames.Revoked or StateNames.Annulled => State.Bad,
        StateNames.NotYetValid => State.Waiting,
        _ => State.Ended,
    };

    public static State Badge(LicenceState state) => state switch
    {
        LicenceState.Issuing => State.Running,
        LicenceState.Voided => State.Ended,
        _ => Badge(LicenceStates.Name(state)),
    };

    /// <summary>What an official chooses, with what it means.</summary>
    public static (string Text, string Meaning) Choice(Words words, LicenceState to) => to switch
    {
        LicenceState.Valid => (words["解除暂扣"], words["证照恢复有效。"]),
        LicenceState.Suspended => (words["暂扣"], words["暂时不能用，以后可以解除。"]),
        LicenceState.Annulled => (words["撤销"], words["本来就不该发，从生效日起不算数，不能恢复。"]),
        LicenceState.Cancelled => (words["注销"], words["持有人申请、终止或死亡，不能恢复。"]),
        LicenceState.Revoked => (words["吊销"], words["作为处罚，不能恢复。"]),
        _ => (words["办理转出"], words["转到外省管理，本省的不再有效。"]),
    };

    public static string Cause(Words words, string cause) => cause switch
    {
        "change" => words["变更"],
        "renew" => words["延续、换发"],
        "issue-error" => words["制证错误，重新制证"],
        _ => words["签发"],
    };

    public static string Of(Words words, LicenceUseKind kind) => kind switch
    {
        LicenceUseKind.Scanned => words["有人扫了证照上的二维码"],
        LicenceUseKind.ShownOnce => words["有人扫了您出示的一次性二维码"],
        LicenceUseKind.FileChecked => words["有人核验了证照文件"],
        LicenceUseKind.NumberChecked => words["有人用编号和验证码核验"],
        LicenceUseKind.Downloaded => words["您下载了证照文件"],
        _ => words["单位调取了证照文件"],
    };

    /// <summary>The same for an official.</summary>
    public static string Office(Words words, LicenceUseKind kind) => kind switch
    {
        LicenceUseKind.ShownOnce => words["扫了持有人出示的一次性二维码"],
        LicenceUseKind.Downloaded => words["持有人下载了文件"],
        _ => Of(words, kind),
    };

    public static string Icon(LicenceUseKind kind) => kind switch
    {
        LicenceUseKind.Scanned or LicenceUseKind.ShownOnce => "qr",
        LicenceUseKind.Downloaded => "download",
        LicenceUseKind.ReadByOffice => "building",
        _ => "shield",
    };
}
