using Trust.Seal.Data;
using Trust.Web;

namespace Trust.Seal.LifeCycle;

/// <summary>States and acts for people.</summary>
internal static class SealWords
{
    public static string Of(Words words, SealState state) => state switch
    {
        SealState.Applied => words["待审核"],
        SealState.Refused => words["审核未通过"],
        SealState.Withdrawn => words["已撤回"],
        SealState.Approved => words["待制作"],
        SealState.Made => words["待发放"],
        SealState.Active => words["使用中"],
        SealState.Lost => words["已挂失"],
        _ => words["已销毁"],
    };

    public static State Badge(SealState state) => state switch
    {
        SealState.Active => State.Ok,
        SealState.Lost or SealState.Refused => State.Bad,
        SealState.Destroyed or SealState.Withdrawn => State.Ended,
        SealState.Made => State.Waiting,
        _ => State.Running,
    };

    /// <summary>What happened, for the timeline.</summary>
    public static string Of(Words words, SealAct act) => act switch
    {
        SealAct.Apply => words["提出申请"],
        SealAct.Approve => words["审核通过"],
        SealAct.Refuse => words["审核未通过"],
        SealAct.Withdraw => words["撤回申请"],
        SealAct.Make => words["制作完成"],
        SealAct.HandOver => words["发放给保管人"],
        SealAct.ReportLoss => words["挂失"],
        _ => words["销毁"],
    };

    /// <summary>The button.</summary>
    public static string Button(Words words, SealAct act) => act switch
    {
        SealAct.Approve => words["审核通过"],
        SealAct.Refuse => words["不通过"],
        SealAct.Withdraw => words["撤回申请"],
        SealAct.Make => words["制作印章"],
        SealAct.HandOver => words["发放印章"],
        SealAct.ReportLoss => words["挂失印章"],
        _ => words["销毁印章"],
    };

    /// <summary>The question before the act.</summary>
    public static (string Title, string Text, string? Note) Question(Words words, SealAct act) => act switch
    {
        SealAct.Approve => (words["同意制作这枚印章吗？"], words["请核对单位名称、信用代码和批准文书。审核通过后由制作员制作。"], null),
        SealAct.Refuse => (words["不同意制作这枚印章吗？"], words["申请到此结束，申请人会看到原因。"], words["不通过的原因"]),
        SealAct.Withdraw => (words["要撤回这份申请吗？"], words["撤回后要重新申请。"], null),
        SealAct.Make => (words["现在制作这枚印章吗？"], words["会生成印章自己的密钥和证书，并由制章人签名。制作后图样不能再改。"], null),
        SealAct.HandOver => (words["把印章发放给保管人吗？"], words["发放后就可以授权使用。"], words["保管人姓名"]),
        SealAct.ReportLoss => (words["要挂失这枚印章吗？"], words["挂失后马上不能再盖，也不能恢复，要另外制作新章。以前盖过的文件不受影响。"], words["挂失的原因"]),
        _ => (words["要销毁这枚印章吗？"], words["密钥会被抹掉，不能恢复。以前盖过的文件仍然可以核验。"], words["销毁的原因"]),
    };

    public static string Of(Words words, SealKind kind) => kind == SealKind.Official ? words["单位公章"] : words["专用章"];

    public static string Of(Words words, GranteeKind kind) => kind switch
    {
        GranteeKind.Account => words["工作人员"],
        GranteeKind.Client => words["接入系统"],
        _ => words["平台模块"],
    };

    public static string Of(Words words, SealUseState state) => state switch
    {
        SealUseState.Sealed => words["已盖章"],
        SealUseState.Intended => words["正在盖章"],
        _ => words["已作废"],
    };

    public static State Badge(SealUseState state) => state switch
    {
        SealUseState.Sealed => State.Ok,
        SealUseState.Intended => State.Running,
        _ => State.Ended,
    };
}
