using Gantry.Access;
using Gantry.Accounts;
using Gantry.Contracts.Manage.Accounts;
using Gantry.Contracts.Manage.Deployments;
using Gantry.Contracts.Manage.Groups;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Models;
using Gantry.Contracts.Manage.Tokens;
using Gantry.Contracts.Manage.Upstreams;
using Gantry.Management.Accounts;
using Gantry.Management.Deployments;
using Gantry.Management.Groups;
using Gantry.Management.Http;
using Gantry.Management.Keys;
using Gantry.Management.Models;
using Gantry.Management.OpenApi;
using Gantry.Management.Rows;
using Gantry.Management.Tokens;
using Gantry.Management.Upstreams;
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
        services.AddSingleton(folder.KeyUses);
        services.AddSingleton<ICallerSource, AdminTokenCaller>();
        services.AddSingleton<ManageCallers>();
        services.AddSingleton<Admission>();
        services.AddSingleton<RepeatedRequests>();
        services.AddSingleton<ManagePipeline>();
        services.AddSingleton<CatalogEditor>();
        services.AddSingleton<KeyUses>();
        services.AddSingleton<KeyUseWriter>();
        services.AddHostedService(s => s.GetRequiredService<KeyUseWriter>());
        services.AddSingleton<KeyEditing>();
        services.AddSingleton<IKeyAdmin, KeyAdmin>();
        services.AddSingleton<IMyKeys, MyKeys>();
        services.AddSingleton<TokenDesk>();
        services.AddSingleton<ITokenAdmin, TokenAdmin>();
        services.AddSingleton<IAccountAdmin, AccountAdmin>();
        services.AddSingleton<IUpstreamAdmin, UpstreamAdmin>();
        services.AddSingleton<IModelAdmin, ModelAdmin>();
        services.AddSingleton<IGroupAdmin, GroupAdmin>();
        services.AddSingleton<IDeploymentAdmin, DeploymentAdmin>();
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
                app.MapMethods(endpoint.Route.Pattern, [endpoint.Route.Method], (Delegate)((HttpContext http) => pipeline.ServeAsync(http, endpoint))).Describe(resource, endpoint);
            }
        }

        app.Map($"{ManageRoute.Root}/{{**rest}}", ManagePipeline.UnknownAsync).ExcludeFromDescription();
    }
}
