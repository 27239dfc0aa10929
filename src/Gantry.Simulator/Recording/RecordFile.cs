using System.Text.Json;

namespace Gantry.Simulator.Recording;

/// <summary>Appends one line of JSON for every exchange that has ended.</summary>
internal sealed class RecordFile(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _stream = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    public void Append(RecordedExchange exchange)
    {
        lock (_gate)
        {
            using (var json = new Utf8JsonWriter(_stream)) RecordJson.Write(json, exchange);
            _stream.WriteByte((byte)'\n');
            _stream.Flush();
        }
    }

    public void Dispose() => _stream.Dispose();
}
