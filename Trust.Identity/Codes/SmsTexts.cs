using Microsoft.Extensions.Options;
using Trust.Contracts.Identity;
using Trust.Web;

namespace Trust.Identity.Codes;

/// <summary>Words of text messages: Chinese, with the service's name first, and never a link, so that no message with one can be ours.</summary>
internal sealed class SmsTexts(IOptions<TrustWebOptions> web)
{
    public string Code(string purpose, string code, int minutes) =>
        Signed($"验证码{code}，用于{PurposeOf(purpose)}，{minutes}分钟内有效。工作人员不会向您要验证码，请不要告诉任何人。");

    public string Registered(string maskedNumber, bool isProved, string? refusedUserName) =>
        Signed($"身份证号{maskedNumber}的账号已建立，{(isProved ? "按您在窗口的核验，现在是中级实名。" : "正在与人口信息库核对，结果另行通知。")}{UserNameNote(refusedUserName)}");

    public string NumberTaken(string maskedNumber) =>
        Signed($"身份证号{maskedNumber}已经有账号，这次没有新建。请用原来的账号登录；记不得密码，请带身份证到政务服务中心窗口办理。不是您本人操作的，可以不理会。");

    public string Confirmed() => Signed("您的身份信息核对一致，账号已是初级实名。");

    public string Refused() => Signed("您登记的身份信息没有通过核对。请用手机号登录，在“实名核对”中查看并更正。");

    /// <summary>Words for the holder of a licence; null for a template that is none.</summary>
    /// <param name="template">One of <see cref="HolderNotices"/>.</param>
    /// <param name="licenceType">Name of the type of licence.</param>
    /// <param name="organisation">Organisation that holds it, or null for the person's own.</param>
    public string? Notice(string template, string licenceType, string? organisation)
    {
        var licence = $"{organisation ?? "您"}的“{licenceType}”";
        return template switch
        {
            HolderNotices.Issued => Signed($"{licence}电子证照已经签发，登录后在“我的证照”里查看。"),
            HolderNotices.Changed => Signed($"{licence}电子证照内容有变更，登录后在“我的证照”里查看。"),
            HolderNotices.Suspended => Signed($"{licence}电子证照已被暂停，暂停期间不能使用。登录后可以查看原因。"),
            HolderNotices.Resumed => Signed($"{licence}电子证照已经恢复，可以正常使用。"),
            HolderNotices.Ended => Signed($"{licence}电子证照已经失效，不能再用。登录后可以查看原因。"),
            _ => null,
        };
    }

    public string ProvedAtWindow() => Signed("您已在政务服务中心窗口完成核验，账号现在是中级实名。");

    public string RegisterAfterWindow() => Signed("您已在政务服务中心窗口完成核验。请用这个手机号注册账号，姓名和身份证号照证件填写，注册后就是中级实名。");

    public string NumberProvedElsewhere() =>
        Signed("另一个人已带身份证件到政务服务中心窗口，证明您账号里登记的身份证号是他本人的。您的账号已退回未实名，并从所有设备退出，登录方式不变。如果您认为有误，请带本人身份证到窗口。");

    private static string UserNameNote(string? refused) => refused is null ? "" : $"用户名{refused}已被使用，没有保存，请用身份证号或手机号登录。";

    private static string PurposeOf(string purpose) => purpose switch
    {
        CodePurpose.Register => "注册账号",
        CodePurpose.StepUp => "确认身份",
        _ => "登录",
    };

    private string Signed(string words) => $"【{web.Value.Brand}】{words}";
}

/// <summary>What a code is good for.</summary>
internal static class CodePurpose
{
    public const string SignIn = "sign-in";
    public const string Register = "register";
    public const string StepUp = "step-up";
}
