using System.Net.Sockets;
using Gantry.Cli.Doctor.Clients;
using Gantry.Cli.Doctor.Findings;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Doctor;

/// <summary>The address of the server: who listens there, whether it takes the key, whether its clock is right.</summary>
internal static class ServerCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Finding>> FindAsync(Examination subject, CancellationToken cancellation)
    {
        var address = subject.Target.AbsoluteUri.TrimEnd('/');
        using var http = CommandHttp.Create(subject.Target);
        var client = new GatewayClient(http, subject.Target, Patience, subject.Time);
        var health = await client.SendAsync(new Call(HttpMethod.Get, "/healthz"), cancellation);
        if (health.Status == 0)
        {
            if (await ListensAsync(subject.Target, cancellation))
                return [Finding.Problem("The port is taken by something that does not speak HTTP.", address,
                    "Stop it, or serve elsewhere with --urls.")];
            return
            [
                subject.TargetNamed
                    ? Finding.Problem("Nothing answers.", address, "Start the server with gantry serve, or correct the address.")
                    : Finding.Note("The port is free; no server runs there.", address, "gantry serve starts one."),
            ];
        }
        var findings = new List<Finding>
        {
            health.Status == 200
                ? Finding.Fine("The server answers its health check.", address)
                : Finding.Problem(
                    $"Something answers, but GET /healthz with {health.Status}: it is another program, or not ready.", address,
                    "Stop the other program, or serve elsewhere with --urls."),
        };
        if (ClockLook.Judge(health, subject.Time, address) is { } skew) findings.Add(skew);
        if (subject.Key is { } key) findings.Add(await KeyAsync(client, key, address, cancellation));
        return findings;
    }

    private static async Task<Finding> KeyAsync(GatewayClient client, string key, string address, CancellationToken cancellation)
    {
        var call = new Call(HttpMethod.Get, "/v1/models").WithKeys(new PlacedKey(KeyPlacement.Bearer, key));
        var answer = await client.SendAsync(call, cancellation);
        return answer.Status switch
        {
            200 => Finding.Fine("The key is accepted.", address),
            401 or 403 => Finding.Problem($"The key is refused with {answer.Status}.", address,
                "Make one with gantry key create; check for a cut or doubled paste."),
            _ => Finding.Problem($"GET /v1/models is answered with {answer.Status}.", address, "Look at the server's log for the request."),
        };
    }

    private static async Task<bool> ListensAsync(Uri target, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(target.Host, target.Port, limit.Token);
            return true;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
