using Gantry.Accounts.SignIn;

namespace Gantry.Accounts.External;

/// <summary>Registers signing in with other services.</summary>
internal static class ExternalServices
{
    /// <param name="services">Has the accounts as well.</param>
    /// <param name="way">Who vouches for people, and the way to them.</param>
    public static void AddExternalSignIn(this IServiceCollection services, Func<IServiceProvider, ExternalWay> way)
    {
        services.AddSingleton(way);
        services.AddSingleton<ExternalHttp>();
        services.AddSingleton<OidcDirectory>();
        services.AddSingleton<CodeFlow>();
        services.AddSingleton<ExternalCookie>();
        services.AddSingleton<ExternalFlow>();
        services.AddSingleton<IExternalLogins, ExternalDesk>();
    }
}
