using Gantry.Access;
using Gantry.Accounts;
using Gantry.Contracts.Manage.Accounts;
using Gantry.Contracts.Manage.Alerts;
using Gantry.Contracts.Manage.Announcements;
using Gantry.Contracts.Manage.Arrivals;
using Gantry.Contracts.Manage.Audits;
using Gantry.Contracts.Manage.Captures;
using Gantry.Contracts.Manage.Codes;
using Gantry.Contracts.Manage.Dashboards;
using Gantry.Contracts.Manage.Deployments;
using Gantry.Contracts.Manage.Groups;
using Gantry.Contracts.Manage.Health;
using Gantry.Contracts.Manage.Invitations;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Me;
using Gantry.Contracts.Manage.Models;
using Gantry.Contracts.Manage.Payments;
using Gantry.Contracts.Manage.Prices;
using Gantry.Contracts.Manage.Routes;
using Gantry.Contracts.Manage.Settings;
using Gantry.Contracts.Manage.Simulators;
using Gantry.Contracts.Manage.Teams;
using Gantry.Contracts.Manage.Tokens;
using Gantry.Contracts.Manage.Upstreams;
using Gantry.Contracts.Manage.Usages;
using Gantry.Contracts.Manage.Wallets;
using Gantry.Contracts.Status;
using Gantry.Management.Accounts;
using Gantry.Management.Alerts;
using Gantry.Management.Announcements;
using Gantry.Management.Arrivals;
using Gantry.Management.Audits;
using Gantry.Management.Captures;
using Gantry.Management.Codes;
using Gantry.Management.Dashboards;
using Gantry.Management.Deployments;
using Gantry.Management.Groups;
using Gantry.Management.Health;
using Gantry.Management.Http;
using Gantry.Management.Invitations;
using Gantry.Management.Keys;
using Gantry.Management.Me;
using Gantry.Management.Models;
using Gantry.Management.OpenApi;
using Gantry.Management.Payments;
using Gantry.Management.Prices;
using Gantry.Management.Prices.Simulation;
using Gantry.Management.Routes;
using Gantry.Management.Rows;
using Gantry.Management.Settings;
using Gantry.Management.Simulators;
using Gantry.Management.Status;
using Gantry.Management.Teams;
using Gantry.Management.Tokens;
using Gantry.Management.Upstreams;
using Gantry.Management.Usages;
using Gantry.Management.Wallets;
using Gantry.Storage;

namespace Gantry.Management;

/// <summary>Registers the management API.</summary>
internal static class ManageServices
{
    public static void AddManagement(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(folder.AdminTokens);
        services.AddSingleton(folder.Repeats);
        services.AddSingleton(folder.Pages);
        services.AddSingleton(folder.Teams);
        services.AddSingleton(folder.KeyUses);
        services.AddSingleton(folder.UsageLog);
        services.AddSingleton(folder.Traffic);
        services.AddSingleton(folder.PaymentBook);
        services.AddSingleton<ICallerSource, AdminTokenCaller>();
        services.AddSingleton<ManageCallers>();
        services.AddSingleton<Admission>();
        services.AddSingleton<SearchLimit>();
        services.AddSingleton<ListBounds>();
        services.AddSingleton<RepeatedRequests>();
        services.AddSingleton<ManagePipeline>();
        services.AddSingleton<CatalogEditor>();
        services.AddSingleton<KeyUses>();
        services.AddSingleton<KeyUseWriter>();
        services.AddHostedService(s => s.GetRequiredService<KeyUseWriter>());
        services.AddSingleton<KeyEditing>();
        services.AddSingleton<IKeyAdmin, KeyAdmin>();
        services.AddSingleton<IMyKeys, MyKeys>();
        services.AddSingleton<IMyArrivals, MyArrivals>();
        services.AddSingleton<IPriceList, PriceList>();
        services.AddSingleton<IPriceAdmin, PriceAdmin>();
        services.AddSingleton<IPriceSimulation, PriceSimulation>();
        services.AddSingleton<ITryouts, Tryouts>();
        services.AddSingleton<TokenDesk>();
        services.AddSingleton<ITokenAdmin, TokenAdmin>();
        services.AddSingleton<IAccountAdmin, AccountAdmin>();
        services.AddSingleton<IInvitationAdmin, InvitationAdmin>();
        services.AddSingleton<IUpstreamAdmin, UpstreamAdmin>();
        services.AddSingleton<ISimulatorAdmin, SimulatorAdmin>();
        services.AddSingleton<IModelAdmin, ModelAdmin>();
        services.AddSingleton<IGroupAdmin, GroupAdmin>();
        services.AddSingleton<IDeploymentAdmin, DeploymentAdmin>();
        services.AddSingleton<WalletBooks>();
        services.AddSingleton<IWalletAdmin, WalletAdmin>();
        services.AddSingleton<IMyWallet, MyWallet>();
        services.AddSingleton<SpendLines>();
        services.AddSingleton<IMyPayments, MyPayments>();
        services.AddSingleton<IPaymentAdmin, PaymentAdmin>();
        services.AddSingleton<UsageTables>();
        services.AddSingleton<IUsageAdmin, UsageAdmin>();
        services.AddSingleton<UsageDoor>();
        services.AddSingleton<IMyUsage, MyUsage>();
        services.AddSingleton<IUsageExports, UsageExports>();
        services.AddSingleton<IDashboard, Dashboard>();
        services.AddSingleton<IServiceStatus, ServiceStatusBoard>();
        services.AddSingleton<TeamDoor>();
        services.AddSingleton<TeamBudgets>();
        services.AddSingleton<ITeamAdmin, TeamAdmin>();
        services.AddSingleton<ITeamMembers, TeamMembers>();
        services.AddSingleton<ITeamWork, TeamWork>();
        services.AddSingleton<IMyTeams, MyTeams>();
        services.AddSingleton<ICodeAdmin, CodeAdmin>();
        services.AddSingleton<IAuditAdmin, AuditAdmin>();
        services.AddSingleton<ISettingsAdmin, SettingsAdmin>();
        services.AddSingleton<IHealthAdmin, HealthAdmin>();
        services.AddSingleton<IRouteAdmin, RouteAdmin>();
        services.AddSingleton<IAlertAdmin, AlertAdmin>();
        services.AddSingleton<IMyAlerts, MyAlerts>();
        services.AddSingleton<IAnnouncementAdmin, AnnouncementAdmin>();
        services.AddSingleton<IMyAnnouncements, MyAnnouncements>();
        services.AddSingleton<IMyCaptures, MyCaptures>();
        services.AddSingleton<IMe, Myself>();
        services.AddManageDocument(ManageResources.All);
    }

    public static void MapManagement(this WebApplication app)
    {
        var pipeline = app.Services.GetRequiredService<ManagePipeline>();
        app.Use((http, next) => http.Request.Path.StartsWithSegments("/openapi/manage.json") ? pipeline.ForSignedInAsync(http, _ => next(http)) : next(http));
        app.MapOpenApi(ManageDocument.Path);
        foreach (var resource in ManageResources.All)
        {
            foreach (var endpoint in resource.Endpoints)
            {
                RequestDelegate serve = http => pipeline.ServeAsync(http, endpoint);
                app.MapMethods(endpoint.Route.Pattern, [endpoint.Route.Method], serve).Describe(resource, endpoint, serve.Method);
            }
        }

        app.Map($"{ManageRoute.Root}/{{**rest}}", ManagePipeline.UnknownAsync).ExcludeFromDescription();
    }
}
