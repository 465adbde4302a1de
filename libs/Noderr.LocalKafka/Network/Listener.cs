using System.Net;

namespace Noderr.LocalKafka.Network;

/// <summary>Where clients connect, and the address that they are told to come back to.</summary>
public sealed record Listener(string Name, IPEndPoint Bind, bool Tls, bool Sasl, string AdvertisedHost, int AdvertisedPort);
