using Gantry.Accounts.Letters;
using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Gantry.Accounts.SignIn;

/// <summary>Registers people's accounts: signing in, sessions, their own security, the set-up.</summary>
internal static class AccountServices
{
    /// <param name="services">Has the stores, the secrets, the clock, the mailer and <see cref="IExternalLogins"/>.</param>
    /// <param name="folder">The data folder, where the token of the first start is written.</param>
    /// <param name="place">Where the gateway is, as its settings say.</param>
    public static void AddAccounts(this IServiceCollection services, string folder, Func<IServiceProvider, SignInPlace> place)
    {
        services.AddSingleton<CurrentRequest>();
        services.AddSingleton<IHttpContextAccessor>(s => s.GetRequiredService<CurrentRequest>());
        services.AddSingleton(place);
        services.AddSingleton(s => new LetterHead(s.GetRequiredService<SignInPlace>().PublicUrl));
        services.AddSingleton<LetterBox>();
        services.AddSingleton<StepUp>();
        services.AddSingleton<TryLimit>();
        services.AddSingleton<OneTimeTokens>();
        services.AddSingleton<AccountDesk>();
        services.AddSingleton<UserDesk>();
        services.AddSingleton<SignInAudit>();
        services.AddSingleton<IRefusedForms, RefusedForms>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<SessionDesk>();
        services.AddSingleton<CurrentSession>();
        services.AddSingleton<SignInEntry>();
        services.AddSingleton<PasskeyCeremony>();
        services.AddSingleton<ICallerSource, SessionCallerSource>();
        services.AddSingleton<SetupGate>();
        services.AddSingleton(s => new SetupDesk(s.GetRequiredService<ISignInStore>(), s.GetRequiredService<OneTimeTokens>(), s.GetRequiredService<TimeProvider>(), folder));

        // Of Identity only what is used: its users, hasher and passkeys. Its sign-in manager would bring cookies of its own (decision 0017).
        services.AddSingleton<IPasswordHasher<SignInUser>>(
            new PasswordHasher<SignInUser>(Options.Create(new PasswordHasherOptions { IterationCount = PasswordDesk.Iterations })));
        services.AddSingleton<NoPassword>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddSingleton<IdentityErrorDescriber>();
        services.AddSingleton<IUserStore<SignInUser>, IdentityUsers>();
        services.AddScoped<UserManager<SignInUser>>();
        services.AddScoped<PasswordDesk>();
        services.AddScoped<PasskeyDesk>();
        services.AddScoped<TokenFlow>();
        services.AddScoped<ISignIn, SignInFlow>();
        services.AddScoped<IMySecurity, MySecurity>();
    }

    /// <summary>Comes before console and management API, which are shut until there is an owner.</summary>
    public static void UseAccounts(this IApplicationBuilder app)
    {
        var gate = app.ApplicationServices.GetRequiredService<SetupGate>();
        app.Use(next => http => gate.InvokeAsync(http, next));
        var current = app.ApplicationServices.GetRequiredService<CurrentRequest>();
        app.Use(next => http => current.InvokeAsync(http, next));
    }
}
