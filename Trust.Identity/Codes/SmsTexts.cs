using Microsoft.Extensions.Options;
using Trust.Web;

namespace Trust.Identity.Codes;

/// <summary>Words of text messages: Chinese, with the service's name first, and never a link, so that no message with one can be ours.</summary>
internal sealed class SmsTexts(IOptions<TrustWebOptions> web)
{
    public string Code(string purpose, string code, int minutes) =>
        Signed($"验证码{code}，用于{PurposeOf(purpose)}，{minutes}分钟内有效。工作人员不会向您要验证码，请不要告诉任何人。");

    public string Registered(string maskedNumber, string? refusedUserName) =>
        Signed($"身份证号{maskedNumber}的账号已建立，正在与人口信息库核对，结果另行通知。{UserNameNote(refusedUserName)}");

    public string NumberTaken(string maskedNumber) =>
        Signed($"身份证号{maskedNumber}已经有账号，这次没有新建。请用原来的账号登录；记不得密码，请带身份证到政务服务中心窗口办理。不是您本人操作的，可以不理会。");

    public string Confirmed() => Signed("您的身份信息核对一致，账号已是初级实名。");

    public string Refused() => Signed("您登记的身份信息没有通过核对。请用手机号登录，在“实名核对”中查看并更正。");

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
