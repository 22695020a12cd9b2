using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Options;

namespace Trust.Web.Areas.Web.Pages.Design;

/// <summary>Behind every page under <c>/design</c>; outside development none of them exists.</summary>
[AllowAnonymous]
internal sealed class DesignModel(IOptions<TrustWebOptions> web, PageChrome chrome, Words words) : PageModel
{
    private const int CitizenIdLength = 18;

    [BindProperty]
    public Form Input { get; set; } = new();

    public bool Sent { get; private set; }

    public IReadOnlyList<SelectListItem> Reasons =>
        [new(words["密码卡丢失"], "card"), new(words["印章信息有误"], "wrong"), new(words["单位已注销"], "closed")];

    public IReadOnlyList<SelectListItem> Ways =>
    [
        new(words["网上领取"], "online", selected: true) { Group = new() { Name = words["办好后马上可以出示"] } },
        new(words["寄到家里"], "post") { Group = new() { Name = words["大约3天，邮费由政府付"] } },
        new(words["到大厅领取"], "hall", selected: false, disabled: true) { Group = new() { Name = words["今天大厅不开门"] } },
    ];

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!web.Value.DesignPage)
            context.Result = NotFound();
        else
            Frame();
    }

    public void OnGet() => ModelState.Clear();

    public void OnPost()
    {
        if (Input.CitizenId is { Length: not CitizenIdLength } number)
            ModelState.AddModelError("Input.CitizenId", words["身份证号应为18位，现在是{0}位。", number.Length]);
        Sent = ModelState.IsValid;
    }

    private void Frame()
    {
        chrome.Nav.Add(new(words["组件"], "/design", Exact: true));
        chrome.Nav.Add(new(words["门户"], "/design/portal"));
        chrome.Nav.Add(new(words["证照核验"], "/design/verify"));
        chrome.Nav.Add(new(words["账号中心"], "/design/account"));
        chrome.Nav.Add(new(words["登录"], "/design/sign-in"));
        chrome.Nav.Add(new(words["出错页"], "/error/404"));
        foreach (var (text, href, icon) in new[] { (words["组件"], "/design", "home"), (words["办件"], "/design/console", "document"), (words["证照"], "/design/phone", "wallet"), (words["我的"], "/design/account", "user") })
            chrome.Tabs.Add(new(text, href, icon, Exact: true));
        chrome.Footer.Add(new(words["关于本平台"], "/design#basics"));
        chrome.Footer.Add(new(words["隐私说明"], "/design#forms"));
        chrome.Footer.Add(new(words["服务协议"], "/design#states"));
        chrome.Footer.Add(new(words["无障碍声明"], "/design#surfaces"));
        chrome.HowToRecognise = new(words["怎样辨认"], "/design#basics");
        chrome.Region = new(words["澜江市"], "/design#regions");
        chrome.Strip.Add(new(words["无障碍"], "/design#surfaces"));
        chrome.Help = new(words["遇到问题"], "/design#states");
        chrome.Person = new(words["林清和"], [new(words["账号中心"], "/design/account", "user"), new(words["登录设备"], "/design/console", "laptop")]);
        chrome.Side.Add(new(null,
        [
            new(words["工作台"], "/design#basics", "home", Exact: true),
            new(words["印章"], "/design/console", "seal", "152"),
            new(words["申请和审核"], "/design/portal", "edit", "5"),
            new(words["使用授权"], "/design/account", "hand", "64"),
            new(words["用印记录"], "/design/verify", "record"),
        ]));
        chrome.Side.Add(new(words["监督"], [new(words["统计"], "/design#states", "chart", Exact: true), new(words["公开日志"], "/design#surfaces", "chain", Exact: true)]));
    }

    internal sealed class Form
    {
        [Required(ErrorMessage = "请填写手机号。")]
        public string? Phone { get; set; }

        [Required(ErrorMessage = "请填写身份证号。")]
        public string? CitizenId { get; set; }

        public string? Password { get; set; }

        [Required(ErrorMessage = "请选办理地点。")]
        public string? Place { get; set; }

        public string? Note { get; set; }

        public bool Agreed { get; set; }
    }
}
