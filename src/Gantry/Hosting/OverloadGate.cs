using Gantry.Access;
using Gantry.Relay;

namespace Gantry.Hosting;

/// <summary>Behind the client endpoints, which ask by themselves: where memory is nearly gone, nothing but probes of health is served (reliability §4.1 "admission").</summary>
internal static class OverloadGate
{
    public static void AddAdmission(this IServiceCollection services, AdmissionLimits limits, string dataFolder)
    {
        services.AddSingleton(limits);
        services.AddSingleton(s => MemoryLoad.OfProcess(s.GetRequiredService<TimeProvider>(), NativeMemory.GiveBack));
        services.AddSingleton(s => DiskRoom.OfFolder(dataFolder, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<QueueLag>();
        services.AddSingleton<Intake>();
    }

    public static void UseOverloadGate(this WebApplication app)
    {
        var intake = app.Services.GetRequiredService<Intake>();
        app.Use(next => http => intake.OnlyRunning && !IsProbe(http.Request.Path) ? RefuseAsync(http) : next(http));
    }

    private static bool IsProbe(PathString path) => path == DeclaredEndpoints.Alive.Path || path == DeclaredEndpoints.Ready.Path;

    private static Task RefuseAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = "1";
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(Intake.NoMemory.Message, http.RequestAborted);
    }
}
