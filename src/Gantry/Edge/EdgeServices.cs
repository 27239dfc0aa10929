namespace Gantry.Edge;

/// <summary>Puts the gate in front of everything, and the bounds of bodies behind the relay.</summary>
internal static class EdgeServices
{
    public static void AddEdge(this IServiceCollection services) => services.AddSingleton<EdgeGate>();

    public static void UseEdge(this IApplicationBuilder app)
    {
        var gate = app.ApplicationServices.GetRequiredService<EdgeGate>();
        app.Use(next => http => gate.InvokeAsync(http, next));
    }

    public static void UseDeclaredBounds(this IApplicationBuilder app) => app.Use(next => http => EdgeGate.BoundAsync(http, next));
}
