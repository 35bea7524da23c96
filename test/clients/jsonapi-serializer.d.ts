declare module "jsonapi-serializer" {
  export class Serializer {
    constructor(type: string, options: object);
    serialize(records: object): object;
  }
  export class Deserializer {
    constructor(options: object);
    deserialize(document: object): Promise<unknown>;
  }
}
