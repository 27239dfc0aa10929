namespace Gantry.Explain;

/// <summary>Registers the explanation of routes.</summary>
internal static class ExplainServices
{
    public static void AddExplain(this IServiceCollection services) => services.AddSingleton<ExplainEndpoint>();

    public static void UseExplain(this IApplicationBuilder app)
    {
        var explain = app.ApplicationServices.GetRequiredService<ExplainEndpoint>();
        app.Use(next => http => explain.InvokeAsync(http, next));
    }
}
