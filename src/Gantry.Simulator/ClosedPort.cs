using System.Net;
using System.Net.Sockets;

namespace Gantry.Simulator;

/// <summary>An address that refuses every connection for as long as this object lives: a port that is taken but not listened on.</summary>
public sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public Uri BaseUrl => new($"http://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}");

    public static ClosedPort Take() => new();

    public void Dispose() => _socket.Dispose();
}
