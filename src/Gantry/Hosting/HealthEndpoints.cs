using Gantry.Access;
using Gantry.Billing;
using Gantry.Relay;
using Gantry.Secrets;

namespace Gantry.Hosting;

/// <summary><c>/healthz</c>: the process lives. <c>/readyz</c>: it should be given traffic.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet(DeclaredEndpoints.Alive.Path, static () => Results.Text("ok"));
        app.MapGet(DeclaredEndpoints.Ready.Path, Ready);
    }

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
