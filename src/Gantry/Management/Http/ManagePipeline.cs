using Gantry.Accounts;
using Gantry.Audit;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Http;

/// <summary>What happens to every request of the management API, in this order.</summary>
internal sealed partial class ManagePipeline(ManageCallers callers, Admission admission, RepeatedRequests repeats, ListBounds lists, SecurityEvents events, ILogger<ManagePipeline> log)
{
    private const string RequestIdHeader = "x-request-id";

    public async Task ServeAsync(HttpContext http, ManageEndpoint endpoint)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var answer = await AnswerAsync(http, endpoint);
            await answer.WriteAsync(http);
        }
        catch (RefusedException refused)
        {
            await ProblemWriter.WriteAsync(http, refused.Refusal);
        }
        catch (Exception broken) when (broken is not OperationCanceledException && !http.Response.HasStarted)
        {
            Broke(endpoint.Route.Id, http.Response.Headers[RequestIdHeader].ToString(), broken);
            await ProblemWriter.WriteBrokenAsync(http);
        }
    }

    /// <summary>What is asked for below the root is no endpoint.</summary>
    public static Task UnknownAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return ProblemWriter.WriteAsync(http, new Refusal
        {
            Kind = RefusalKind.NotFound,
            Code = "unknown_endpoint",
            Detail = "There is no such endpoint, or it takes another method. The list is at /openapi/manage.json.",
        });
    }

    /// <summary>Lets through who is signed in, to what is no endpoint of the registry.</summary>
    public async Task ForSignedInAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await callers.IdentifyAsync(http) is null) await ProblemWriter.WriteAsync(http, NotSignedIn);
        else await next(http);
    }

    private static Refusal NotSignedIn { get; } = new()
    {
        Kind = RefusalKind.NotSignedIn,
        Code = "not_signed_in",
        Detail = "Sign in, or send an admin token as Authorization: Bearer.",
    };

    private async Task<StoredAnswer> AnswerAsync(HttpContext http, ManageEndpoint endpoint)
    {
        if (await callers.IdentifyAsync(http) is not { } caller)
        {
            // Who presents nothing guesses nothing, and sessions end by themselves.
            if (http.Request.Headers.Authorization.Count > 0) Report(http, endpoint, null, NotSignedIn.Code);
            throw new RefusedException(NotSignedIn);
        }

        caller = caller with { RequestId = http.Response.Headers[RequestIdHeader].ToString() };
        if (RequestForgery.Find(http.Request, caller, endpoint.Route) is { } forged)
        {
            Report(http, endpoint, caller, forged.Code);
            throw new RefusedException(forged);
        }

        admission.Check(caller, endpoint.Route);
        var body = await ManageBody.OfAsync(http.Request, endpoint, http.RequestAborted);
        var call = new ManageCall(http, endpoint, caller, body);
        call.CheckAsked();
        return await repeats.ServeAsync(http, caller, body.Bytes, async () => StoredAnswer.Of(await lists.ServeAsync(endpoint, call)));
    }

    private void Report(HttpContext http, ManageEndpoint endpoint, Caller? caller, string reason) =>
        events.Report(new SecurityEvent("manage.refused", caller?.Email ?? SecurityEvent.Nobody, http.Connection.RemoteIpAddress?.ToString())
        {
            ActorId = caller?.AccountId,
            RequestId = http.Response.Headers[RequestIdHeader].ToString(),
            Target = endpoint.Route.Id,
            Reason = reason,
        });

    [LoggerMessage(1, LogLevel.Error, "Management endpoint {Endpoint} failed for request {RequestId}")]
    private partial void Broke(string endpoint, string requestId, Exception failure);
}
