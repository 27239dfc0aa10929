using Gantry.Access;
using Gantry.Billing;
using Gantry.Relay;
using Gantry.Secrets;

namespace Gantry.Hosting;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it should be given traffic.</summary>
internal static class HealthEndpoints
{
    /// <summary>
    /// Answers before anything is routed: the first request that is has the framework prepare every page of the console and its sockets, some hundred milliseconds, and how soon a
    /// server is up is judged by asking here.
    /// </summary>
    public static void UseHealth(this WebApplication app)
    {
        var (drain, usage, intake, alarm) =
            (app.Services.GetRequiredService<DrainState>(), app.Services.GetRequiredService<UsageWriter>(), app.Services.GetRequiredService<Intake>(), app.Services.GetRequiredService<SecretAlarm>());
        app.Use(next => http =>
        {
            if (!HttpMethods.IsGet(http.Request.Method)) return next(http);
            var path = http.Request.Path.Value;
            return path == DeclaredEndpoints.Alive.Path ? Alive().ExecuteAsync(http)
                : path == DeclaredEndpoints.Ready.Path ? Ready(drain, usage, intake, alarm).ExecuteAsync(http)
                : next(http);
        });
    }

    /// <summary>The same for every other spelling and method that the framework knows.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet(DeclaredEndpoints.Alive.Path, Alive);
        app.MapGet(DeclaredEndpoints.Ready.Path, Ready);
    }

    private static IResult Alive() => Results.Text("ok");

    private static IResult Ready(DrainState drain, UsageWriter usage, Intake intake, SecretAlarm alarm)
    {
        drain.NoteLook();
        if (alarm.Rings)
        {
            // Which ones is not told to everybody.
            return Results.Text("running without its secrets", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        if (drain.Draining)
        {
            return Results.Text("draining", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        if (!intake.HasRoom)
        {
            return Results.Text("the disk is nearly full", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        return usage.Accepting ? Results.Text("ready") : Results.Text("the usage log is behind", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
