using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.External;

/// <summary>
/// Where browsers leave for a provider and come back. Both lie below the sign-in page, which the console's guard leaves open; where to go afterwards is
/// told to the console, which judges it.
/// </summary>
internal static class ExternalEndpoints
{
    public const string Root = "/console/sign-in/external";

    private const string SignIn = "/console/sign-in";
    private const string Security = "/console/security";

    public static void MapExternalSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet(Root + "/{name}", async (HttpContext http, string name, string? returnUrl, ExternalFlow flow) =>
        {
            var (address, problem) = await flow.BeginAsync(http, name, returnUrl, link: null, http.RequestAborted);
            http.Response.Redirect(address ?? Problem(SignIn, problem, returnUrl));
        });
        app.MapGet(Root + "/{name}/callback", async (HttpContext http, string name, ExternalFlow flow) =>
        {
            var (step, problem, visit) = await flow.FinishAsync(http, name, http.RequestAborted);
            http.Response.Redirect(visit?.Account is not null ? step is null ? Problem(Security, problem, null) : Security + "?done=login-linked" : Next(step, problem, visit?.Return));
        });
    }

    private static string Next(SignInStep? step, ExternalProblem? problem, string? returnUrl) => step?.Kind switch
    {
        // Who is signed in is sent on from there.
        SignInKind.Done => With(SignIn, returnUrl),
        SignInKind.NeedsFactor => With(SignIn + "/code", returnUrl),
        SignInKind.MustAddFactor => Security,
        _ => Problem(SignIn, problem ?? ExternalProblem.Unproven, returnUrl),
    };

    private static string Problem(string page, ExternalProblem? problem, string? returnUrl) =>
        $"{page}?problem={problem}{(string.IsNullOrEmpty(returnUrl) ? "" : "&returnUrl=" + Uri.EscapeDataString(returnUrl))}";

    private static string With(string page, string? returnUrl) => string.IsNullOrEmpty(returnUrl) ? page : $"{page}?returnUrl={Uri.EscapeDataString(returnUrl)}";
}
