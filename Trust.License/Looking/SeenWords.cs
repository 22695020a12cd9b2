using Trust.License.Checking;
using Trust.Web;

namespace Trust.License.Looking;

/// <summary>States in plain words; keys of the module's words.</summary>
internal static class SeenWords
{
    /// <summary>What counts today, for a licence that the register knows.</summary>
    public static string Sentence(SeenLicence seen) => seen.State switch
    {
        LicenceStates.Valid => "平台签发过这份证照，现在有效。",
        LicenceStates.Suspended => "这份证照被暂扣，现在不能用。",
        LicenceStates.Annulled => "这份证照已被撤销，不能用。",
        LicenceStates.Cancelled => "这份证照已注销，不能用。",
        LicenceStates.Revoked => "这份证照已被吊销，不能用。",
        LicenceStates.Transferred => "这份证照已转到外省管理，这一份不能用。",
        LicenceStates.Superseded => "这份证照已换发，请看新的一份。",
        LicenceStates.Expired => "这份证照已过期，不能用。",
        LicenceStates.NotYetValid => "这份证照还没有生效。",
        _ => "这份证照没有办完，不算数。",
    };

    public static string StateWord(string state) => state switch
    {
        LicenceStates.Valid => "现在有效",
        LicenceStates.Suspended => "暂扣",
        LicenceStates.Annulled => "撤销",
        LicenceStates.Cancelled => "注销",
        LicenceStates.Revoked => "吊销",
        LicenceStates.Transferred => "转出",
        LicenceStates.Superseded => "已换发",
        LicenceStates.Expired => "已过期",
        LicenceStates.NotYetValid => "未生效",
        LicenceStates.Voided => "没有办完",
        _ => "查不到",
    };

    /// <summary>Who decided and from when: the authority, then the day.</summary>
    public static string Decided(string state) => state switch
    {
        LicenceStates.Suspended => "{0}从{1}起暂扣了它。",
        LicenceStates.Annulled => "{0}撤销了它，从{1}算起。",
        LicenceStates.Cancelled => "{0}从{1}起注销了它。",
        LicenceStates.Revoked => "{0}从{1}起吊销了它。",
        _ => "{0}从{1}起改变了它的状态。",
    };

    public static State BadgeOf(string state) => state switch
    {
        LicenceStates.Valid => State.Ok,
        LicenceStates.Unknown => State.Unknown,
        LicenceStates.Expired or LicenceStates.Superseded => State.Ended,
        _ => State.Warn,
    };
}
