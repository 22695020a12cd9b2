using Microsoft.AspNetCore.Http;

namespace Trust.Hosting.Actors;

/// <summary>Realms by path, and where each of them signs in.</summary>
public static class SignInAddresses
{
    private static readonly PathString[] StaffPaths = ["/admin", "/office", "/account/staff"];

    /// <summary>Whether a path belongs to the staff realm, whose cookie is another one.</summary>
    /// <param name="path">Path of a request.</param>
    public static bool IsStaff(PathString path) => Array.Exists(StaffPaths, staff => path.StartsWithSegments(staff, StringComparison.OrdinalIgnoreCase));

    /// <summary>Sign-in page that comes back to the request's page.</summary>
    /// <param name="request">The request.</param>
    public static string Login(HttpRequest request) => At(request, IsStaff(Of(request).Path) ? "/account/staff/login" : "/account/login");

    /// <summary>Page that adds what is missing for a level, and comes back.</summary>
    /// <param name="request">The request.</param>
    /// <param name="level">1 to 3.</param>
    public static string StepUp(HttpRequest request, int level) =>
        At(request, IsStaff(Of(request).Path) ? "/account/staff/step-up" : "/account/step-up") + $"&level={level}";

    private static HttpRequest Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request;
    }

    // What was posted is gone; the page that posted it is where one goes on.
    private static string At(HttpRequest request, string page) =>
        $"{page}?return={Uri.EscapeDataString(request.Path + (HttpMethods.IsGet(request.Method) ? request.QueryString.ToString() : ""))}";
}
