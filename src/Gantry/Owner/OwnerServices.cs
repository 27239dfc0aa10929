using Gantry.Billing.Exports;

namespace Gantry.Owner;

/// <summary>Registers what the owner of a key may ask about itself.</summary>
internal static class OwnerServices
{
    public static void AddOwnerEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<OwnerApi>();
        services.AddSingleton<GuessLimit>();
        services.AddSingleton<CheckoutEndpoint>();
        services.AddSingleton<WalletEndpoints>();
        services.AddSingleton<RequestEndpoint>();
        services.AddSingleton<CaptureEndpoint>();
        services.AddSingleton<UsageEndpoint>();
        services.AddSingleton<HealthEndpoint>();
        services.AddSingleton<UsageExport>();
        services.AddSingleton<ExportTurns>();
        services.AddSingleton<UsageExportEndpoint>();
        services.AddSingleton<AnnouncementEndpoint>();
    }

    /// <summary>Comes after the relay, which names every request.</summary>
    public static void UseOwnerEndpoints(this IApplicationBuilder app)
    {
        var wallet = app.ApplicationServices.GetRequiredService<WalletEndpoints>();
        var request = app.ApplicationServices.GetRequiredService<RequestEndpoint>();
        var usage = app.ApplicationServices.GetRequiredService<UsageEndpoint>();
        app.Use(next => http => wallet.InvokeAsync(http, next));
        app.Use(next => http => request.InvokeAsync(http, next));
        app.Use(next => http => usage.InvokeAsync(http, next));
        var capture = app.ApplicationServices.GetRequiredService<CaptureEndpoint>();
        app.Use(next => http => capture.InvokeAsync(http, next));
        var export = app.ApplicationServices.GetRequiredService<UsageExportEndpoint>();
        app.Use(next => http => export.InvokeAsync(http, next));
        var health = app.ApplicationServices.GetRequiredService<HealthEndpoint>();
        app.Use(next => http => health.InvokeAsync(http, next));
        var announcements = app.ApplicationServices.GetRequiredService<AnnouncementEndpoint>();
        app.Use(next => http => announcements.InvokeAsync(http, next));
    }
}
