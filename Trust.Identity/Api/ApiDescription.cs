using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Trust.Hosting.Http;
using Trust.Hosting.Idempotency;
using Trust.Hosting.Modules;
using Trust.Identity.Oidc;

namespace Trust.Identity.Api;

/// <summary>The OpenAPI description, made once from the endpoints themselves.</summary>
internal sealed class ApiDescription([FromKeyedServices(ApiDescription.Name)] IOpenApiDocumentProvider provider)
{
    public const string Name = "identity";
    public const string Path = "/openapi/identity.json";

    private readonly Lazy<Task<PreparedBytes>> prepared = new(() => PrepareAsync(provider));

    public async Task AnswerAsync(HttpContext context) => await (await prepared.Value).AnswerAsync(context);

    private static async Task<PreparedBytes> PrepareAsync(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync();
        using var bytes = new MemoryStream();
        await document.SerializeAsJsonAsync(bytes, OpenApiSpecVersion.OpenApi3_1);
        return new PreparedBytes(bytes.ToArray(), "application/json");
    }
}

/// <summary>What the description says beyond paths and types: how to sign in, what each call needs, and how it refuses.</summary>
internal static class ApiSetup
{
    private const string Scheme = "oauth2";
    private const string ProblemSchema = "Problem";

    public static void AddApi(this ModuleBuilder module)
    {
        module.Services.AddSingleton<ApiDescription>();
        module.Services.AddOpenApi(ApiDescription.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = description => $"/{description.RelativePath}".StartsWith(IdentityApi.Path, StringComparison.Ordinal);
            options.AddSchemaTransformer((schema, _, _) =>
            {
                // Numbers are written as numbers, whatever the serialiser would read beside them.
                if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Integer) && type.HasFlag(JsonSchemaType.String))
                {
                    schema.Type = type & ~JsonSchemaType.String;
                    schema.Pattern = null;
                }

                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, context, _) =>
            {
                Describe(document, context.ApplicationServices.GetRequiredService<PublicOrigin>().ToString());
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                Describe(operation, context.Description.ActionDescriptor.EndpointMetadata, context.Document!);
                return Task.CompletedTask;
            });
        });
    }

    private static void Describe(OpenApiDocument document, string origin)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Trust Identity",
            Version = "v1",
            Description = "A person's own account (scope account) and the applications of an office (scope applications, by staff with a role). "
                + "Access tokens are for the audience of this API, live five minutes at most and are checked at every call; cookies open nothing here. "
                + "Errors are problem details (RFC 9457) with a stable code. Times are RFC 3339.",
        };
        document.Servers = [new OpenApiServer { Url = origin }];
        document.Tags = new HashSet<OpenApiTag> { new() { Name = "me", Description = "A person's own account." }, new() { Name = "applications", Description = "Registered applications." } };
        var components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = "Authorization code with PKCE (S256); a bearer token (RFC 6750).",
                Flows = new OpenApiOAuthFlows
                {
                    AuthorizationCode = new OpenApiOAuthFlow
                    {
                        AuthorizationUrl = new Uri(origin + "/connect/authorize"),
                        TokenUrl = new Uri(origin + "/connect/token"),
                        Scopes = new Dictionary<string, string>
                        {
                            [OidcScopes.Account] = "See the own account; see and end sessions and consents.",
                            [OidcScopes.Applications] = "Administer applications, as far as the staff role reaches.",
                        },
                    },
                },
            },
        };
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        components.Schemas[ProblemSchema] = Problem();
    }

    private static OpenApiSchema Problem() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "RFC 9457.",
        Required = new HashSet<string> { "status", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("urn:trust:error: and the code."),
            ["title"] = Text("Name of the status."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["detail"] = Text("One sentence."),
            ["code"] = Text("Stable code; it never changes meaning."),
            ["traceId"] = Text("For questions to the operator."),
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

    private static void Describe(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        if (metadata.OfType<NeedsScopeAttribute>().LastOrDefault() is { } needed)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [needed.Scope] }];
        }

        var errors = metadata.OfType<RefusesMetadata>().SelectMany(refuses => refuses.Errors).ToList();
        if (errors.Contains(IdempotencyErrors.KeyMissing))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyEndpoints.HeaderName,
                In = ParameterLocation.Header,
                Required = true,
                Description = "Names this one change: repeating the request with the same key does it once. 16 to 64 characters of A-Z a-z 0-9 - _.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 16, MaxLength = 64, Pattern = "^[A-Za-z0-9_-]+$" },
            });
        }

        operation.Responses ??= [];
        foreach (var status in errors.GroupBy(error => Problems.StatusOf(error.Kind)).OrderBy(group => group.Key))
        {
            operation.Responses[status.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(' ', status.DistinctBy(error => error.Code).Select(error => $"`{error.Code}`: {error.Detail}")),
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, document) } },
            };
        }
    }
}
