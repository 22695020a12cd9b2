using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Trust.Hosting.Http;
using Trust.Hosting.Modules;
using Trust.Identity.Oidc;

namespace Trust.Identity.Api;

/// <summary>The JSON API of Identity: bearer tokens only, described at <c>/openapi/identity.json</c>.</summary>
internal static class IdentityApi
{
    public const string Root = "/api/identity/v1";
    private const string Document = "identity";

    public static void AddIdentityApi(this ModuleBuilder module) => module.Services.AddOpenApi(Document, options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith(Root[1..], StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Trust.Identity",
                Version = "v1",
                Description = "Own account by scope `account`; applications by scope `applications` and staff role. Errors are problem details (RFC 9457) with a stable `code`; "
                    + "401 `insufficient_user_authentication` asks for a stronger sign-in (RFC 9470).",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "Access token whose audience is the issuer followed by /api." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
    });

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi("/openapi/{documentName:regex(^identity$)}.json").AllowAnonymous().InZone(Zone.Both).InRateClass(RateClass.Api);
        var own = Group(endpoints, "/me", "Own account").NeedsScope(OidcScopes.Account);
        OwnAccount.Map(own);
        var applications = Group(endpoints, "/applications", "Applications").NeedsScope(OidcScopes.Applications);
        ApplicationsApi.Map(applications);
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder endpoints, string path, string tag) =>
        endpoints.MapGroup(Root + path).RequireAuthorization().InZone(Zone.Both).InRateClass(RateClass.Api).WithTags(tag)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
}
