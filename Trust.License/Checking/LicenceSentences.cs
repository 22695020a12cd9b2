using Trust.Documents.Verification;
using Trust.License.States;

namespace Trust.License.Checking;

/// <summary>The two answers in one plain sentence: genuine or not, and whether it counts today; then what to do.</summary>
internal static class LicenceSentences
{
    public static PlainText NoLicence { get; } = new("这不是电子证照，只核对了它的签章。", "This is no electronic licence; only its seals were checked.");

    public static PlainText NoRendition { get; } = new("这个PDF不是本平台签发的证照，只核对了它的签章。", "This PDF is no licence of this platform; only its signatures were checked.");

    /// <summary>The sentence on top.</summary>
    /// <param name="seal">Report on the seals.</param>
    /// <param name="indication">Indication of the whole.</param>
    /// <param name="decisive">The check of the licence that decided; null where the seals did.</param>
    /// <param name="answer">Force and state.</param>
    public static PlainText Sentence(VerificationReport seal, Indication indication, CheckResult? decisive, LicenceReport answer) => indication switch
    {
        Indication.TotalPassed => Genuine(answer),
        Indication.TotalFailed => decisive is null ? seal.Sentence : Forged(decisive.Id),
        _ => NotConfirmed(decisive is null ? seal.Sentence : Doubtful(decisive.Id), answer),
    };

    /// <summary>What to do.</summary>
    public static PlainText Advice(VerificationReport seal, Indication indication, CheckResult? decisive, LicenceReport answer) => (indication, answer.Force, answer.State) switch
    {
        (Indication.TotalFailed, _, _) => decisive is null ? seal.Advice : new("请不要使用。请向发证机关索取原件，或者报告这个文件。", "Do not use it. Ask the issuing authority for the original, or report this file."),
        (Indication.Indeterminate, Force.NotInForce, _) => new("请不要使用。请对方出示新的证照，再核验一次。", "Do not use it. Ask for a new licence and check that one."),
        (Indication.Indeterminate, _, _) => decisive is null ? seal.Advice : new("请先不要使用，向发证机关核实。", "Do not rely on it yet; confirm it with the issuing authority."),
        (_, Force.InForce, _) => new("核对持有人名称，和您面前的人或单位是否一致。", "Compare the holder's name with the person or company before you."),
        (_, Force.NotInForce, StateNames.Superseded) => new("请对方出示最新的一份，再核验一次。", "Ask for the newest version and check that one."),
        (_, Force.NotInForce, StateNames.Suspended) => new("暂扣期间不能使用。什么时候能恢复，请问发证机关。", "It must not be used while it is withheld. The issuing authority knows until when."),
        (_, Force.NotInForce, StateNames.NotYetValid) => new("到生效日期以后再使用。", "Use it from the day on which it begins to count."),
        (_, Force.NotInForce, _) => new("不要再用它办事或做证明。请对方出示新的证照，再核验一次。", "Do not accept it. Ask for a new licence and check that one."),
        _ => new("请在网上再核验一次，或者向发证机关核实它现在的状态。", "Check it again online, or ask the issuing authority for its state."),
    };

    /// <summary>What a state means, as a part of a sentence; null for one that says nothing.</summary>
    public static PlainText? Meaning(string state) => state switch
    {
        StateNames.Suspended => new("现在被暂扣，不能用", "is withheld now and does not count"),
        StateNames.Annulled => new("已被撤销，不能用", "was annulled and does not count"),
        StateNames.Cancelled => new("已注销，不能用", "was cancelled and does not count"),
        StateNames.Revoked => new("已被吊销，不能用", "was revoked and does not count"),
        StateNames.Transferred => new("已转到外省管理，这一份不能用", "was moved to another province, and this one does not count"),
        StateNames.Superseded => new("已换发新的一份，这一份不能用", "was replaced by a newer version and does not count"),
        StateNames.Voided => new("没有办完，不算数", "was never completed and does not count"),
        StateNames.Expired => new("已过期，不能用", "has expired and does not count"),
        StateNames.NotYetValid => new("还没有到生效的日期，现在不能用", "does not count yet"),
        _ => null,
    };

    private static PlainText Genuine(LicenceReport answer) => answer.Force == Force.InForce
        ? new("这份证照是真的，现在有效。", "This licence is genuine and in force.")
        : Meaning(answer.State) is { } meaning ? new($"这份证照是真的，但{meaning.Zh}。", $"This licence is genuine, but it {meaning.En}.")
        : new("这份证照是真的，但现在查不到它是否还有效。", "This licence is genuine, but whether it still counts could not be found out now.");

    private static PlainText NotConfirmed(PlainText reason, LicenceReport answer) => answer.Force == Force.NotInForce && Meaning(answer.State) is { } meaning
        ? new($"{reason.Zh}登记的状态是：{meaning.Zh}。", $"{reason.En} By the register it {meaning.En}.")
        : reason;

    private static PlainText Forged(string check) => check switch
    {
        "LIC-ISSUER" => new("盖章的单位不是这份证照的发证机关，不可信。", "It was not sealed by the authority that is named as its issuer. It can't be trusted."),
        "LIC-DATA" => new("这份证照的照面和数据不一致，不可信。", "What this licence shows and what its data say differ. It can't be trusted."),
        "LIC-CONTENT" => new("这份证照的内容和签发时登记的不一致，不可信。", "The content is not what was recorded when this licence was issued. It can't be trusted."),
        "LOG-PROOF" => new("这份证照没有可信的签发记录，不可信。", "This licence has no trustworthy record of having been issued. It can't be trusted."),
        "LIC-SEALED" => new("签章没有保护这份证照的全部内容，不可信。", "The seal does not protect the whole licence. It can't be trusted."),
        _ => new("这份证照的写法不合标准，不可信。", "This licence is not formed as the standard says. It can't be trusted."),
    };

    private static PlainText Doubtful(string check) => check switch
    {
        "LOG-PROOF" => new("签章没有问题，但现在没法确认签发记录，不能确认真假。", "The seal is good, but the record of issuing could not be confirmed here. It could not be confirmed."),
        "LIC-TYPE" => new("签章没有问题，但目录里没有这种证照，不能确认真假。", "The seal is good, but the catalogue has no such type. It could not be confirmed."),
        _ => new("现在不能确认这份证照的真假。", "This licence could not be confirmed."),
    };
}
