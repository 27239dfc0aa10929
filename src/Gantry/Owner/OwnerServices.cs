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
        services.AddSingleton<UsageEndpoint>();
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
    }
}
