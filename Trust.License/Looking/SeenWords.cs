using Trust.License.States;
using Trust.Web;

namespace Trust.License.Looking;

/// <summary>States in plain words; keys of the module's words.</summary>
internal static class SeenWords
{
    /// <summary>What counts today, for a licence that the register knows.</summary>
    public static string Sentence(SeenLicence seen) => seen.State switch
    {
        StateNames.Valid => "平台签发过这份证照，现在有效。",
        StateNames.Suspended => "这份证照被暂扣，现在不能用。",
        StateNames.Annulled => "这份证照已被撤销，不能用。",
        StateNames.Cancelled => "这份证照已注销，不能用。",
        StateNames.Revoked => "这份证照已被吊销，不能用。",
        StateNames.Transferred => "这份证照已转到外省管理，这一份不能用。",
        StateNames.Superseded => "这份证照已换发，请看新的一份。",
        StateNames.Expired => "这份证照已过期，不能用。",
        StateNames.NotYetValid => "这份证照还没有生效。",
        _ => "这份证照没有办完，不算数。",
    };

    public static string StateWord(string state) => state switch
    {
        StateNames.Valid => "现在有效",
        StateNames.Suspended => "暂扣",
        StateNames.Annulled => "撤销",
        StateNames.Cancelled => "注销",
        StateNames.Revoked => "吊销",
        StateNames.Transferred => "转出",
        StateNames.Superseded => "已换发",
        StateNames.Expired => "已过期",
        StateNames.NotYetValid => "未生效",
        StateNames.Voided => "没有办完",
        _ => "查不到",
    };

    /// <summary>Who decided and from when: the authority, then the day.</summary>
    public static string Decided(string state) => state switch
    {
        StateNames.Suspended => "{0}从{1}起暂扣了它。",
        StateNames.Annulled => "{0}撤销了它，从{1}算起。",
        StateNames.Cancelled => "{0}从{1}起注销了它。",
        StateNames.Revoked => "{0}从{1}起吊销了它。",
        _ => "{0}从{1}起改变了它的状态。",
    };

    public static State BadgeOf(string state) => state switch
    {
        StateNames.Valid => State.Ok,
        StateNames.Unknown => State.Unknown,
        StateNames.Expired or StateNames.Superseded => State.Ended,
        _ => State.Warn,
    };
}
