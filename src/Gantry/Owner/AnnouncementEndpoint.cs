using Gantry.Access;
using Gantry.Announcements;
using Gantry.Catalog;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary><c>GET /v1/announcements</c>: what the operators tell the users of the key's groups now.</summary>
internal sealed class AnnouncementEndpoint(OwnerApi api, IAnnouncements announcements)
{
    /// <summary>Middleware: serves its path, hands on the others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        DeclaredEndpoints.Announcements.Has(api.Path(http)) ? api.ServeAsync(http, DeclaredEndpoints.Announcements, ShowAsync) : next(http);

    private async Task<GatewayError?> ShowAsync(HttpContext http, GatewaySnapshot snapshot, ApiKey key)
    {
        var current = await announcements.CurrentAsync([.. key.Groups.Select(group => group.Name)], http.RequestAborted);
        await OwnerApi.WriteAsync(http, json =>
        {
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var announcement in current)
            {
                json.WriteStartObject();
                json.WriteString("id", announcement.Id);
                json.WriteString("title", announcement.Title);
                json.WriteString("text", announcement.Text);
                json.WriteString("level", EnumWords.Of(announcement.Level));
                json.WriteString("from", announcement.From);
                if (announcement.Until is { } until) json.WriteString("until", until);
                else json.WriteNull("until");
                json.WriteString("group", announcement.Group);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return null;
    }
}
