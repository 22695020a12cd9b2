using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Trust.Web.Areas.Web.Pages;

/// <summary>What people see when something failed: what happened, what it means, what to do.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken, ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ErrorModel(Words words) : PageModel
{
    public int Status { get; private set; }

    /// <summary>The trace id, by which the failure is found in the log.</summary>
    public string Reference => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    public string Flag => Status switch
    {
        404 => words["没有这一页"],
        401 or 403 => words["不能打开"],
        429 => words["太频繁了"],
        >= 500 => words["没有成功"],
        _ => words["没有看懂"],
    };

    public string Heading => Status switch
    {
        404 => words["这个地址没有内容"],
        401 => words["请先登录"],
        403 => words["您现在不能看这一页"],
        429 => words["操作太快了，请等一会儿"],
        >= 500 => words["这次没有成功，是我们的问题"],
        _ => words["这个请求我们没有看懂"],
    };

    public string Text => Status switch
    {
        404 => words["可能是地址写错了，也可能是这一页已经搬走。您的账号和办件都没有问题。"],
        401 => words["这一页只给登录的人看。登录之后会回到这里。"],
        403 => words["这一页要有相应的权限才能看。如果您认为应当有，请联系单位的管理员。"],
        429 => words["短时间里试了太多次。等一分钟再试，填写的内容都在。"],
        >= 500 => words["已经记下来了，我们会去查。您没有做错什么，也没有交出任何信息。"],
        _ => words["可能是页面开得太久，或者地址不完整。请回到上一页再试一次。"],
    };

    public IReadOnlyList<string> Steps => Status switch
    {
        404 => [words["检查地址有没有少字。"], words["从首页重新找。"]],
        >= 500 => [words["请过一会儿再试一次。"], words["如果还是这样，请打电话并提供下面的编号。"]],
        400 => [words["回到上一页，刷新后再试。"], words["如果还是这样，请打电话并提供下面的编号。"]],
        _ => [],
    };

    // Runs for every method: a failed post is shown here too.
    public override void OnPageHandlerExecuting(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutingContext context)
    {
        var asked = RouteData.Values["status"]?.ToString();
        Status = int.TryParse(asked, out var status) && status is >= 400 and < 600 ? status : 404;
        Response.StatusCode = Status;
    }
}
