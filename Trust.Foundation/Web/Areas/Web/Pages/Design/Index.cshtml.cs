using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Trust.Web.Areas.Web.Pages.Design;

[AllowAnonymous]
internal sealed class IndexModel(IOptions<TrustWebOptions> web) : PageModel
{
    public IActionResult OnGet() => web.Value.DesignPage ? Page() : NotFound();
}
