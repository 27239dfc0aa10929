using System.Collections.Immutable;
using Gantry.Management.Accounts;
using Gantry.Management.Alerts;
using Gantry.Management.Announcements;
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
using Gantry.Management.Payments;
using Gantry.Management.Prices;
using Gantry.Management.Routes;
using Gantry.Management.Settings;
using Gantry.Management.Simulators;
using Gantry.Management.Teams;
using Gantry.Management.Tokens;
using Gantry.Management.Upstreams;
using Gantry.Management.Usages;
using Gantry.Management.Wallets;

namespace Gantry.Management;

/// <summary>The registry of the management API, one line a resource. What is not in it is answered with 404 (reliability S-30).</summary>
internal static class ManageResources
{
    public static readonly ImmutableArray<IManageResource> All =
    [
        new UpstreamResource(),
        new SimulatorResource(),
        new ModelResource(),
        new PriceResource(),
        new GroupResource(),
        new DeploymentResource(),
        new KeyResource(),
        new MyKeyResource(),
        new AccountResource(),
        new TeamResource(),
        new TeamWorkResource(),
        new InvitationResource(),
        new TokenResource(),
        new WalletResource(),
        new MyWalletResource(),
        new MyPaymentResource(),
        new PaymentResource(),
        new UsageResource(),
        new DashboardResource(),
        new MyUsageResource(),
        new MyCaptureResource(),
        new CodeResource(),
        new AuditResource(),
        new SettingsResource(),
        new HealthResource(),
        new RouteResource(),
        new AlertResource(),
        new MyAlertResource(),
        new AnnouncementResource(),
        new MyAnnouncementResource(),
        new MeResource(),
    ];
}
