using Microsoft.AspNetCore.Http;
using Trust.Web;

namespace Trust.Portal.Home;

/// <summary>Navigation of the whole site, on the pages of every module and process. Only what exists is linked.</summary>
internal sealed class SiteChrome(Words words) : IChromeSource
{
    public ValueTask FillAsync(PageChrome chrome, HttpContext context)
    {
        chrome.Nav.Add(new ChromeLink(words["首页"], "/", "home", Exact: true));
        chrome.Nav.Add(new ChromeLink(words["关于本平台"], "/about", "info"));
        chrome.HowToRecognise = new ChromeLink(words["怎样辨认"], "/about/recognise");
        chrome.Strip.Add(new ChromeLink(words["无障碍"], "/about/accessibility"));
        chrome.Footer.Add(new ChromeLink(words["关于本平台"], "/about", Exact: true));
        chrome.Footer.Add(new ChromeLink(words["怎样辨认官方页面"], "/about/recognise"));
        chrome.Footer.Add(new ChromeLink(words["隐私说明"], "/about/privacy"));
        chrome.Footer.Add(new ChromeLink(words["无障碍声明"], "/about/accessibility"));
        return ValueTask.CompletedTask;
    }
}
