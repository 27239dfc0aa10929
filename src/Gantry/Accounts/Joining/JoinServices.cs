using Gantry.Contracts.SignIn;
using Gantry.Outbox;

namespace Gantry.Accounts.Joining;

/// <summary>Registers invitations, registration and forgotten passwords.</summary>
internal static class JoinServices
{
    /// <param name="services">Has the accounts, the outbox and the mailer as well.</param>
    /// <param name="way">Who may join.</param>
    public static void AddJoining(this IServiceCollection services, Func<IServiceProvider, JoinWay> way)
    {
        services.AddSingleton(way);
        services.AddSingleton<JoinOffers>();
        services.AddSingleton<InvitationDesk>();
        services.AddSingleton<IOutboxSender, ErrandRunner>();
        services.AddScoped<IJoining, JoinFlow>();
    }
}
