using System.Security.Cryptography;
using Gantry.Contracts.Manage.Alerts;
using Gantry.Contracts.Manage.Announcements;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Me;
using Gantry.Contracts.Manage.Payments;
using Gantry.Contracts.Manage.Prices;
using Gantry.Contracts.Manage.Teams;
using Gantry.Contracts.Manage.Upstreams;
using Gantry.Contracts.Manage.Usages;
using Gantry.Contracts.Manage.Wallets;
using Gantry.Contracts.SignIn;
using Gantry.Contracts.Status;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gantry.Console.Tests.Doubles;

/// <summary>Accounts and sessions in memory, true to what the contracts say. One lock: a test has one visitor or two.</summary>
internal sealed class PaperAccounts(TimeProvider time)
{
    public const string Cookie = "__Host-paper";
    public const string Token = "paper-set-up-token";
    public const string LinkToken = "paper-link-token";

    public Lock Gate { get; } = new();

    public TimeProvider Time { get; } = time;

    public List<PaperPerson> People { get; } = [];

    public Dictionary<string, PaperSession> Sessions { get; } = new(StringComparer.Ordinal);

    public PaperCeremonies Passkeys { get; } = new();

    public List<ExternalProvider> Providers { get; } = [];

    public bool TokenUsed { get; set; }

    /// <summary>Whose password the link sets; null where it was used.</summary>
    public PaperPerson? LinkFor { get; set; }

    /// <summary>Whom the link invites; null where it was used.</summary>
    public string? Invited { get; set; }

    public JoinOffer Offer { get; set; } = new(RegistrationOffer.Open, ForgotByMail: true);

    /// <summary>What was asked for by mail, such as <c>forgot a@example.com</c>.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Registers the double in the place of the gateway's own sign-in.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton(this);
        services.AddScoped<ISignIn, PaperSignIn>();
        services.AddScoped<IJoining, PaperJoining>();
        services.AddScoped<IMySecurity, PaperSecurity>();
        services.AddSingleton<IPresence, PaperPresence>();
        services.AddSingleton<IServiceStatus, PaperStatus>();
        services.AddSingleton<PaperBooks>();
        services.AddSingleton<IMyKeys>(books => books.GetRequiredService<PaperBooks>());
        services.AddSingleton<IMyWallet>(books => books.GetRequiredService<PaperBooks>());
        services.AddSingleton<IMyUsage>(books => books.GetRequiredService<PaperBooks>());
        services.AddSingleton<IPriceList>(books => books.GetRequiredService<PaperBooks>());
        services.AddSingleton<IMyArrivals>(books => books.GetRequiredService<PaperBooks>());
        services.AddSingleton<IMyPayments>(books => books.GetRequiredService<PaperBooks>());
        services.AddSingleton<PaperMe>();
        services.AddSingleton<IMe>(me => me.GetRequiredService<PaperMe>());
        services.AddSingleton<IMyAlerts>(me => me.GetRequiredService<PaperMe>());
        services.AddSingleton<IMyAnnouncements>(me => me.GetRequiredService<PaperMe>());
        services.AddSingleton<ITryouts>(books => books.GetRequiredService<PaperBooks>());
        services.AddSingleton<IUpstreamAdmin, PaperUpstreams>();
        services.AddSingleton<PaperLog>();
        services.AddSingleton<IUsageAdmin>(log => log.GetRequiredService<PaperLog>());
        services.AddSingleton<IUsageExports>(log => log.GetRequiredService<PaperLog>());
        services.AddSingleton<PaperTeams>();
        services.AddSingleton<ITeamAdmin>(teams => teams.GetRequiredService<PaperTeams>());
        services.AddSingleton<IWalletAdmin>(teams => teams.GetRequiredService<PaperTeams>());
        services.AddSingleton<IMyTeams>(log => log.GetRequiredService<PaperLog>());
    }

    public PaperPerson Add(string email, string password, string role)
    {
        var person = new PaperPerson { Id = Guid.CreateVersion7(Time.GetUtcNow()), Email = email, Password = password, Role = role };
        People.Add(person);
        TokenUsed = true;
        return person;
    }

    public PaperSession? Find(HttpContext http) =>
        http.Request.Cookies[Cookie] is { } secret && Sessions.TryGetValue(secret, out var session) ? session : null;

    /// <summary>Begins a session in the place of the one before.</summary>
    public PaperSession Begin(HttpContext http, PaperPerson person, bool awaitsFactor)
    {
        End(http);
        var now = Time.GetUtcNow();
        var session = new PaperSession
        {
            Id = Guid.CreateVersion7(now), Person = person, CreatedAt = now, ProvedAt = now, AwaitsFactor = awaitsFactor, Browser = http.Request.Headers.UserAgent.ToString(),
        };
        Write(http, session);
        return session;
    }

    /// <summary>The same session under another cookie.</summary>
    public void Renew(HttpContext http, PaperSession session)
    {
        End(http);
        Write(http, session);
    }

    public void End(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is { } secret) Sessions.Remove(secret);
        http.Response.Cookies.Delete(Cookie, Options());
    }

    public static SignInKind Standing(PaperPerson person) => person.MustAddFactor ? SignInKind.MustAddFactor : SignInKind.Done;

    private void Write(HttpContext http, PaperSession session)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Sessions[secret] = session;
        http.Response.Cookies.Append(Cookie, secret, Options());
    }

    private static CookieOptions Options() => new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" };
}
