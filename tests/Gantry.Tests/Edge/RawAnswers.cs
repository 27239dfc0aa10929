using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Gantry.Tests.Edge;

/// <summary>Sends bytes as they are on one connection and reads all answers until the server is done.</summary>
internal static class RawAnswers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The status of each answer in order; the connection is over where the list ends.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="wire">The bytes, one for each character.</param>
    /// <param name="expected">As many answers are waited for, unless the server closes before.</param>
    public static async Task<(IReadOnlyList<int> Statuses, string Text, bool Closed)> AskAsync(Uri server, string wire, int expected)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        var text = new StringBuilder();
        var closed = false;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(wire), patience.Token);
            var buffer = new byte[8192];
            while (Statuses(text.ToString()).Count < expected || !IsWhole(text.ToString()))
            {
                var read = await socket.ReceiveAsync(buffer, patience.Token);
                if (read == 0)
                {
                    closed = true;
                    break;
                }

                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // The server has cut the connection, which is its right.
            closed = true;
        }
        catch (OperationCanceledException)
        {
            // It waits for more: what has come is judged.
        }

        return (Statuses(text.ToString()), text.ToString(), closed);
    }

    private static List<int> Statuses(string text) =>
        [.. text.Split("HTTP/1.1 ").Skip(1).Select(part => int.Parse(part.AsSpan(0, 3), CultureInfo.InvariantCulture))];

    private static bool IsWhole(string text)
    {
        var last = text[(text.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal) is var at and >= 0 ? at : 0)..];
        var head = last.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0) return false;
        var length = last.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
        return length < 0
            ? last.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || !last.Contains("chunked", StringComparison.OrdinalIgnoreCase)
            : last.Length - head - 4 >= int.Parse(last[(length + 15)..last.IndexOf('\r', length)].Trim(), CultureInfo.InvariantCulture);
    }
}
